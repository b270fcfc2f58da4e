// Package draw is what the widgets share: sanitised text, lines and boxes of an
// exact size, spark glyphs, number formats and the theme.
//
// It is a leaf. It knows nothing of feeds, messages or keys, keeps no state,
// and does no input or output. Whatever a widget shows that came from a network
// goes through [Text] or [AppendText] first; nothing else in the program needs
// to know what a terminal would do with it.
//
// Sizes are in terminal cells throughout. A cell is what ansi.StringWidth
// counts.
package draw
