// Package theme is how the screen looks, for all widgets alike: the styles by what they mean, the palettes that they are made of,
// and the border of a pane. It knows no feed and no key, keeps no state, and does no input or output.
//
// Sizes are in terminal cells throughout. A cell is what ansi.StringWidth counts.
package theme
