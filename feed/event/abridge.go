package event

import (
	"fmt"
	"unicode/utf8"
)

// LimitEntries has log entries that are longer than so many bytes cut, from the next message on; at least [ChunkBytes] are
// kept, and 0 is no limit. What was cut off says so in its place. Events come from the whole message all the same.
// Unlike the other methods, it may be called from any goroutine.
func (b *Builder) LimitEntries(bytes int64) { b.most.Store(bytes) }

// abridge cuts a payload, or the text that the log shows for it, if that is longer than an entry may be. mark is what is to
// stand behind the payload.
func (b *Builder) abridge(payload, text []byte) (kept, keptText, mark []byte) {
	most := int(b.most.Load())
	if most <= 0 {
		return payload, text, nil
	}
	most = max(most, ChunkBytes)
	if len(payload) > most {
		kept := whole(payload, most)
		mark = fmt.Appendf(nil, " … %d more bytes left out: too many for ui.history", len(payload)-len(kept))
		payload = kept
	}
	return payload, whole(text, most), mark
}

// whole returns the beginning of a text, at most so many bytes, without half a character at its end.
func whole(text []byte, most int) []byte {
	if len(text) <= most {
		return text
	}
	end := most
	for end > most-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end:end]
}
