// Package theme is the appearance of the screen, for all widgets alike: the styles by what they mean, the palettes that they are made of,
// and the border of a pane. It has no feed and no keys, keeps no state, and does no input or output.
//
// Sizes are in terminal cells throughout. A cell is what ansi.StringWidth counts.
package theme
