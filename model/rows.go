package model

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/widgets/logview"
)

// logEntries is the history of a feed as the log widget wants it.
type logEntries struct{ *tab }

// First returns the number of the oldest entry.
func (l logEntries) First() uint64 { return l.history.First() }

// End returns the number that the next entry will have.
func (l logEntries) End() uint64 { return l.history.End() }

// kinds are the kinds of entries as the log widget has them.
var kinds = map[event.Kind]logview.Kind{
	event.Matched:   logview.Event,
	event.Control:   logview.Control,
	event.Unmatched: logview.Unmatched,
	event.Sent:      logview.Sent,
	event.Notice:    logview.Notice,
	event.Trouble:   logview.Trouble,
	event.Gap:       logview.Gap,
	event.Heartbeat: logview.Control,
	event.Alert:     logview.Alert,
}

// Entry returns an entry of the history.
func (l logEntries) Entry(n uint64) logview.Entry {
	chunk, message := l.history.Row(n)
	text := chunk.Text(message)
	entry := logview.Entry{
		Number: n,
		At:     time.Unix(0, message.At),
		Kind:   kinds[message.Kind],
		Text:   l.redactedHead(text, logview.MaxText),
		Size:   len(text),
	}
	if message.Time != 0 {
		entry.Time = time.Unix(0, message.Time)
	}
	if message.Label != event.NoLabel {
		entry.Label = l.rows[message.Label].Name
	}
	return entry
}

// Kind returns the kind of an entry.
func (l logEntries) Kind(n uint64) logview.Kind {
	_, message := l.history.Row(n)
	return kinds[message.Kind]
}

// longestSecret is more bytes than any form of a secret has in which it is found: preset.MaxSecret with each byte escaped.
const longestSecret = 8 * preset.MaxSecret

// redactedHead is the beginning of redacted, up to so many bytes of the text: a large message costs no more.
func (t *tab) redactedHead(text []byte, most int) []byte {
	if len(text) <= most {
		return t.redacted(text)
	}
	if !t.feed.Preset().HasSecrets() {
		return text[:most]
	}
	// Half a secret at the end would not be found.
	text = text[:min(len(text), most+longestSecret)]
	head := t.redacted(text)
	return head[:min(max(len(head)-longestSecret, 0), most)]
}

// redacted is what may be shown, copied or written of a text from the network: a server may repeat a secret of ours.
func (t *tab) redacted(text []byte) []byte {
	if p := t.feed.Preset(); p.HasSecrets() {
		return []byte(p.Redact(string(text)))
	}
	return text
}
