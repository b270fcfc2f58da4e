package tab

import (
	"slices"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/history"
	"sockeye/feed/preset"
	"sockeye/widgets/logview"
)

// Entries is the history of a feed at a moment as the log widget wants it.
type Entries struct {
	tab  *Tab
	then *history.Moment // nil: the present, whenever that is
}

// Entries returns the entries of the feed: those that there are, or at a moment that is not the present, those of then.
func (s Shown) Entries() Entries { return Entries{s.tab, s.then} }

// Columns returns the columns that the log has as a table; none where the preset names no values.
// main is the index of the one that is in the window if not all of them have space.
func (t *Tab) Columns() (names []string, main int) { return t.table.columns, t.table.mainColumn() }

// AllColumns returns those that it can have.
func (t *Tab) AllColumns() []string { return slices.Clone(t.table.names) }

// ChooseColumns sets which of them it has, from left to right; nil: all.
func (t *Tab) ChooseColumns(names []string) { t.table.choose(names) }

// Range returns the numbers of the oldest entry and after the newest one.
func (l Entries) Range() (first, end uint64) {
	first, end = l.tab.history.Range()
	if l.then != nil {
		end = min(end, l.then.End)
	}
	return min(first, end), end
}

// First returns the number of the oldest entry.
func (l Entries) First() uint64 {
	first, _ := l.Range()
	return first
}

// End returns the number after the newest entry.
func (l Entries) End() uint64 {
	_, end := l.Range()
	return end
}

// Last returns the number of the newest message of a label, among so many entries; false if there is none.
func (l Entries) Last(label int32, most uint64) (uint64, bool) {
	return l.tab.history.FindBack(l.End(), most, func(e *event.Entry) bool { return e.Label == label && e.Kind == event.Matched })
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
func (l Entries) Entry(n uint64) logview.Entry {
	e, ok := l.tab.history.Entry(n)
	if !ok {
		return logview.Entry{Number: n, Kind: logview.Notice}
	}
	entry := logview.Entry{
		Number: n,
		At:     time.Unix(0, e.At),
		Kind:   l.kind(e.Kind),
		Text:   redactedHead(l.tab.feed.Preset(), e.Text, logview.MaxText),
		Size:   len(e.Text),
	}
	if e.Time != 0 {
		entry.Time = time.Unix(0, e.Time)
	}
	if e.Label != event.NoLabel {
		entry.Label = l.tab.LabelName(e.Label)
	}
	return entry
}

// Kind returns the kind of an entry.
func (l Entries) Kind(n uint64) logview.Kind {
	kind, ok := l.tab.history.Kind(n)
	if !ok {
		return logview.Notice
	}
	return l.kind(kind)
}

// kind returns the kind that the log shows of one. On a feed that has no rules, each message is data.
func (l Entries) kind(k event.Kind) logview.Kind {
	if k == event.Unmatched && len(l.tab.feed.Preset().Events) == 0 {
		return logview.Event
	}
	return kinds[k]
}

// Fields returns what an event says in the columns of the table.
func (l Entries) Fields(n uint64) (logview.Fields, bool) {
	e, ok := l.tab.history.Entry(n)
	if !ok {
		return logview.Fields{}, false
	}
	row := l.tab.history.Row(l.then, e.Label)
	return l.tab.table.fields(&e.Entry, e.Payload, &row, l.tab.fields)
}

// longestSecret is more bytes than any form of a secret has in which it is found: preset.MaxSecret with each byte escaped.
const longestSecret = 8 * preset.MaxSecret

// redactedHead is the beginning of what may be shown of a text, up to so many bytes of it: a large message costs no more.
func redactedHead(p *preset.Bound, text []byte, most int) []byte {
	if len(text) <= most {
		return redacted(p, text)
	}
	if !p.HasSecrets() {
		return text[:most]
	}
	// Half a secret at the end would not be found.
	text = text[:min(len(text), most+longestSecret)]
	head := redacted(p, text)
	return head[:min(max(len(head)-longestSecret, 0), most)]
}

// Redacted is what may be shown, copied or written of a text from the network: a server may repeat a secret of ours.
func (t *Tab) Redacted(text []byte) []byte { return redacted(t.feed.Preset(), text) }

func redacted(p *preset.Bound, text []byte) []byte {
	if p.HasSecrets() {
		return []byte(p.Redact(string(text)))
	}
	return text
}
