package format

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is the number of combining marks that may stand on one base: more of them reach into other lines.
const maxMarks = 2

// Sanitize returns text with everything that a terminal could execute, or that could hide, made visible, each rune as one rune: a
// byte that is not UTF-8 becomes "�"; a C0 control or DEL becomes its picture (␛ ␊ ␞ ␡); a C1 control, a bidi control, a zero-width or
// other format rune, a private or unassigned one, a line separator, and a combining mark that has no base, or is one too many on
// it, become "·". It is for what is printed: widgets/text measures the cells of a text as well.
func Sanitize(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	marks := maxMarks // on the last rune; nothing can stand on what is not there
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			b.WriteRune(utf8.RuneError)
			marks = maxMarks
		case r < ' ':
			b.WriteRune('␀' + r)
			marks = maxMarks
		case r == 0x7f:
			b.WriteRune('␡')
			marks = maxMarks
		case !Printable(r), unicode.IsMark(r) && marks == maxMarks:
			b.WriteRune('·')
			marks = maxMarks
		case unicode.IsMark(r):
			b.WriteRune(r)
			marks++
		default:
			b.WriteRune(r)
			marks = 0
		}
	}
	return b.String()
}

// Printable reports whether a rune may be shown as it is, if what is around it allows that: it has a picture, hides nothing, and
// moves nothing.
func Printable(r rune) bool {
	switch {
	case r < 0x7f:
		return r >= ' '
	case unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector): // the latter can carry a byte of hidden text each
		return false
	default:
		return unicode.IsPrint(r) || unicode.Is(unicode.Zs, r)
	}
}
