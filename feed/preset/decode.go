package preset

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decoding is one way of escaping characters that servers use.
type decoding struct {
	trigger string // a text without any of these bytes has no escape
	// token reads the escape at the start of text: what it stands for, and how many bytes it has. No bytes: there is none.
	token func(text string) (plain string, size int)
}

// decodings are the ways of escaping in which a secret is found, each of them also inside of another.
var decodings = []decoding{
	{`\`, jsonToken},
	{"%", percentToken},
	{"+%", formToken},
	{"&", htmlToken},
}

// maxLayers bounds how deep escapes are undone: JSON as a text in JSON, percent in that.
const maxLayers = 3

// maxEntity bounds a character reference of HTML in bytes.
const maxEntity = 12

func jsonToken(text string) (string, int) {
	if len(text) < 2 || text[0] != '\\' {
		return "", 0
	}
	if i := strings.IndexByte(`"\/bfnrt`, text[1]); i >= 0 {
		return "\"\\/\b\f\n\r\t"[i : i+1], 2
	}
	r, ok := hexUnit(text)
	if !ok {
		return "", 0
	}
	if utf16.IsSurrogate(r) {
		low, ok := hexUnit(text[6:])
		if pair := utf16.DecodeRune(r, low); ok && pair != utf8.RuneError {
			return string(pair), 12
		}
		return "", 0
	}
	return string(r), 6
}

// hexUnit reads `\uXXXX` at the start of text.
func hexUnit(text string) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(text[2:6], 16, 16)
	return rune(n), err == nil
}

func percentToken(text string) (string, int) {
	if len(text) < 3 || text[0] != '%' {
		return "", 0
	}
	n, err := strconv.ParseUint(text[1:3], 16, 8)
	if err != nil {
		return "", 0
	}
	return string([]byte{byte(n)}), 3
}

// formToken is percent as forms have it, where a blank is a plus.
func formToken(text string) (string, int) {
	if text != "" && text[0] == '+' {
		return " ", 1
	}
	return percentToken(text)
}

func htmlToken(text string) (string, int) {
	if text == "" || text[0] != '&' {
		return "", 0
	}
	end := strings.IndexByte(text[:min(len(text), maxEntity)], ';')
	if end < 0 {
		return "", 0
	}
	plain := html.UnescapeString(text[:end+1])
	if plain == text[:end+1] {
		return "", 0
	}
	return plain, end + 1
}

// mark says where a part of a decoded text comes from: up to the next mark.
type mark struct {
	at, src int // where it begins, in the decoded text and in its source
	size    int // of an escape in the source, all of which each of its bytes stands for; 0: byte by byte
}

// decode undoes the escapes of a text. It returns no marks if there are none.
func (d *decoding) decode(text string) (plain string, marks []mark) {
	next := strings.IndexAny(text, d.trigger)
	if next < 0 {
		return text, nil
	}
	var b strings.Builder
	done := 0 // of text, in b
	for next >= 0 {
		what, size := d.token(text[next:])
		if size == 0 {
			size = 1
		} else {
			if b.Cap() == 0 {
				b.Grow(len(text))
				marks = append(marks, mark{})
			}
			b.WriteString(text[done:next])
			marks = append(marks, mark{b.Len(), next, size})
			b.WriteString(what)
			done = next + size
			marks = append(marks, mark{at: b.Len(), src: done})
		}
		from := next + size
		if next = strings.IndexAny(text[from:], d.trigger); next >= 0 {
			next += from
		}
	}
	if marks == nil {
		return text, nil
	}
	b.WriteString(text[done:])
	return b.String(), marks
}

// origin returns the span of the source that decodes to a span, which is not empty.
func origin(marks []mark, s span) span {
	place := func(at int) mark {
		i, found := slices.BinarySearchFunc(marks, at, func(m mark, at int) int { return m.at - at })
		for found && i+1 < len(marks) && marks[i+1].at == at {
			i++ // an escape that stands for nothing
		}
		if !found {
			i--
		}
		return marks[i]
	}
	first, last := place(s.from), place(s.to-1)
	out := span{first.src, last.src + last.size}
	if first.size == 0 {
		out.from += s.from - first.at
	}
	if last.size == 0 {
		out.to += s.to - last.at
	}
	return out
}
