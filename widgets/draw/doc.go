// Package draw is what the widgets share: sanitised text, lines and boxes of an
// exact size, sparklines, number formats, and the theme with its glyphs. What
// depends on the glyphs is a method of [Glyphs], which the theme carries: so a
// widget asks for th.Glyphs.Text, and one that draws in ASCII has nothing else to
// think of.
//
// It is a leaf. It does not depend on feeds, messages or keys, keeps no state,
// and does no input or output. Whatever a widget shows that came from a network
// goes through [Glyphs.Text] or [Glyphs.AppendText] first; nothing else in the program needs
// to know what a terminal would do with it.
//
// Sizes are in terminal cells throughout. A cell is what ansi.StringWidth
// counts.
package draw
