package session

import (
	"time"
	"unicode/utf8"
)

// rounded writes a duration for people: three digits are enough.
func rounded(d time.Duration) string {
	switch {
	case d >= time.Minute:
		return d.Round(time.Second).String()
	case d >= time.Second:
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(time.Millisecond).String()
}

// maxReason bounds a reason in bytes: it is kept with the feed or the subscription, and shown in a row.
const maxReason = 500

// quoted is what the server says as a reason: without secrets, and then cut, so that no half of a secret is left.
func (s *Session) quoted(text []byte) string {
	return cut(s.preset.Redact(string(text[:min(len(text), 8*maxReason)])), maxReason)
}

// cut returns the beginning of a text, of at most so many bytes, and not half a letter.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	end := most
	for end > most-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}
