package session

import (
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// What is kept of the values that a server sends for later messages, in bytes of each: hello's are kept once for a
// connection, an ack's for each of many subscriptions, and what is resumed from goes into an address.
const (
	maxSaved    = 64 << 10
	maxOwnSaved = 1 << 10
	maxResume   = 4 << 10
)

// saver reads values out of the current message that are used later.
type saver struct {
	reader *message.Reader
	log    *event.Builder
}

// save reads the values that a preset wants of the current message, of so many bytes at most. What is not there is not saved,
// nor is a longer one: a part of it would be another value.
func (s *saver) save(now time.Time, wanted []preset.Saved, into map[string]lang.Value, most int) map[string]lang.Value {
	for i := range wanted {
		v, ok := s.reader.Document().Value(&wanted[i].Path)
		if !ok || s.tooLong(now, "save: "+wanted[i].Name, &wanted[i].Path, len(v.Text), most) {
			continue
		}
		if into == nil {
			into = make(map[string]lang.Value)
		}
		into[wanted[i].Name] = v
	}
	return into
}

// tooLong reports whether a value at a path has more bytes than are kept, and says so once.
func (s *saver) tooLong(now time.Time, what string, path *lang.Path, bytes, most int) bool {
	if bytes <= most {
		return false
	}
	if s.reader.Once(path) {
		s.log.Note(now, event.Trouble, event.NoLabel, fmt.Sprintf("`%s` at %s has %d bytes, %d at most: it is not kept", what, path, bytes, most))
	}
	return true
}
