package scope

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
	MaxSaved  = 64 << 10 // by hello
	MaxOwn    = 1 << 10  // by the ack of a subscription
	MaxResume = 4 << 10  // to resume from
)

// Saver reads values out of the current message that are used later.
type Saver struct {
	reader *message.Reader
	log    *event.Builder
}

// NewSaver returns a saver of the messages that a reader reads, which writes to log what is too long.
func NewSaver(r *message.Reader, log *event.Builder) *Saver { return &Saver{reader: r, log: log} }

// Save reads the values that a preset wants of the current message, of so many bytes at most. What is not there is not saved,
// nor is a longer one: a part of it would be another value.
func (s *Saver) Save(now time.Time, wanted []preset.Saved, into map[string]lang.Value, most int) map[string]lang.Value {
	for i := range wanted {
		v, ok := s.reader.Document().Value(&wanted[i].Path)
		if !ok || s.TooLong(now, "save: "+wanted[i].Name, &wanted[i].Path, len(v.Text), most) {
			continue
		}
		if into == nil {
			into = make(map[string]lang.Value)
		}
		into[wanted[i].Name] = v
	}
	return into
}

// TooLong reports whether a value at a path has more bytes than are kept, and says so once.
func (s *Saver) TooLong(now time.Time, what string, path *lang.Path, bytes, most int) bool {
	if bytes <= most {
		return false
	}
	if s.reader.Once(path) {
		s.log.Note(now, event.Trouble, event.NoLabel, fmt.Sprintf("`%s` at %s has %d bytes, %d at most: it is not kept", what, path, bytes, most))
	}
	return true
}
