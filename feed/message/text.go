package message

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"sockeye/feed/message/json"
	"sockeye/feed/preset"
)

// MaxReason bounds what is kept of a server's words, in bytes: as a reason they stay with the feed or the subscription.
const MaxReason = 500

// Quote returns what a server says without secrets, and then cut, so that no half of a secret is left.
func Quote(p *preset.Bound, text []byte) string {
	return Cut(p.Redact(string(beginning(text))), MaxReason)
}

// beginning returns as much of a text as is of use in a message about it: it may be read again for each record.
func beginning(text []byte) []byte { return text[:min(len(text), 8*MaxReason)] }

// Cut returns the beginning of a text, of at most so many bytes, and not half a letter.
func Cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	end := most
	for end > most-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// Undecodable is what the log shows of a message that is neither JSON nor text: its size, and its first bytes in
// hexadecimal.
func Undecodable(message []byte) []byte {
	const shown = 64
	return fmt.Appendf(nil, "%d bytes, not text: % x", len(message), message[:min(len(message), shown)])
}

// IsText reports whether a message can be shown as it is.
func IsText(message []byte) bool { return utf8.Valid(message) && bytes.IndexByte(message, 0) < 0 }

// NotJSON says why a message that matches no rule is no JSON, in words and with the place. It returns "" if it is JSON, if
// it is no text, or if no rule of the preset reads plain JSON.
func NotJSON(p *preset.Bound, message []byte) string {
	if len(p.Events) == 0 || p.Frames.Prefix != nil || !IsText(message) {
		return ""
	}
	complaint := json.Complaint(message)
	if complaint == "" {
		return ""
	}
	return "not JSON: " + complaint
}

// longestPlaced bounds what a label or a unit takes of each ${msg.PATH}, in bytes. It is built for each record, so that its
// length counts once a record; it is more than is kept of them, and than any secret that may have to be hidden in them.
const longestPlaced = 4 << 10

// MaxLabel bounds a label in bytes: it is kept for ever, and a server may send anything.
const MaxLabel = 200
