// Package text makes of what came from a network what may be written to a terminal: sanitised text, lines of an exact width, and
// sparklines. What depends on what a terminal can show is a method of [Glyphs].
//
// It has no theme, no feed and no keys, keeps no state, and does no input or output. Whatever is shown that came from a network
// goes through [Glyphs.Text] or [Glyphs.AppendText] first; what a terminal would do with it is
// the concern of this package alone.
//
// Sizes are in terminal cells throughout. A cell is what ansi.StringWidth counts.
package text
