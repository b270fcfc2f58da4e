package text

import (
	"fmt"
	"unicode/utf8"
)

// maxEscape is the number of cells that an escape takes at most.
const maxEscape = len(`\u{10ffff}`)

// escape is how the first rune of raw is shown where there is nothing but ASCII, and how many bytes it used up: as
// JSON writes it, which is how most feeds would have sent it, had they had only ASCII themselves: \n, \u001b,
// \u00e9. What takes more than four digits is one escape, not two: \u{1f600}. A byte that is not UTF-8 is
// \xff. The escape is appended to dst.
func escape(dst, raw []byte) (glyph []byte, size int) {
	r, n := utf8.DecodeRune(raw)
	switch {
	case r == utf8.RuneError && n <= 1:
		return fmt.Appendf(dst, `\x%02x`, raw[0]), 1
	case r == '\b':
		return append(dst, `\b`...), n
	case r == '\f':
		return append(dst, `\f`...), n
	case r == '\n':
		return append(dst, `\n`...), n
	case r == '\r':
		return append(dst, `\r`...), n
	case r == '\t':
		return append(dst, `\t`...), n
	case r <= 0xffff:
		return fmt.Appendf(dst, `\u%04x`, r), n
	default:
		return fmt.Appendf(dst, `\u{%x}`, r), n
	}
}
