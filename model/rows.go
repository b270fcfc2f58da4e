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
func (l logEntries) First() uint64 {
	first, _ := l.history.Range()
	return first
}

// End returns the number that the next entry will have.
func (l logEntries) End() uint64 {
	_, end := l.history.Range()
	return end
}

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

// Entry returns an entry of the history. One that was evicted since the log asked for the range is empty.
func (l logEntries) Entry(n uint64) logview.Entry {
	e, ok := l.history.Entry(n)
	if !ok {
		return logview.Entry{Number: n, Kind: logview.Notice}
	}
	entry := logview.Entry{
		Number: n,
		At:     time.Unix(0, e.At),
		Kind:   kinds[e.Kind],
		Text:   l.redactedHead(e.Text, logview.MaxText),
		Size:   len(e.Text),
	}
	if e.Time != 0 {
		entry.Time = time.Unix(0, e.Time)
	}
	if e.Label != event.NoLabel {
		entry.Label = l.labelName(e.Label)
	}
	return entry
}

// labelName returns what a label is called, which may be newer than the last batch.
func (t *tab) labelName(n int32) string {
	labels := t.labels
	if int(n) >= len(labels) {
		_, labels = t.history.State()
	}
	return labels[n].Name
}

// Kind returns the kind of an entry.
func (l logEntries) Kind(n uint64) logview.Kind {
	kind, ok := l.history.Kind(n)
	if !ok {
		return logview.Notice
	}
	return kinds[kind]
}

// Fields returns what an event says in the columns of the table.
func (l logEntries) Fields(n uint64) (logview.Fields, bool) {
	e, ok := l.history.Entry(n)
	if !ok {
		return logview.Fields{}, false
	}
	row := l.history.Row(nil, e.Label)
	return l.table.fields(&e.Entry, e.Payload, &row, l.tab.fields)
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
