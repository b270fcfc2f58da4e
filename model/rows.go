package model

import (
	"time"

	"sockeye/feed"
	"sockeye/feed/preset"
	"sockeye/widgets/logview"
)

// logRows is the history of a feed as the log widget wants it.
type logRows struct{ *tab }

// First returns the number of the oldest row.
func (l logRows) First() uint64 { return l.history.First() }

// End returns the number that the next row will have.
func (l logRows) End() uint64 { return l.history.End() }

// kinds are the kinds of rows as the log widget has them.
var kinds = map[feed.Kind]logview.Kind{
	feed.Event:     logview.Event,
	feed.Control:   logview.Control,
	feed.Unmatched: logview.Unmatched,
	feed.Sent:      logview.Sent,
	feed.Notice:    logview.Notice,
	feed.Trouble:   logview.Trouble,
	feed.Gap:       logview.Gap,
	feed.Heartbeat: logview.Control,
	feed.Alert:     logview.Alert,
}

// Row returns a row of the history.
func (l logRows) Row(n uint64) logview.Row {
	chunk, message := l.history.Row(n)
	text := chunk.Text(message)
	row := logview.Row{
		Number: n,
		At:     time.Unix(0, message.At),
		Kind:   kinds[message.Kind],
		Text:   l.redactedHead(text, logview.MaxText),
		Size:   len(text),
	}
	if message.Time != 0 {
		row.Time = time.Unix(0, message.Time)
	}
	if message.Row != feed.NoRow {
		row.Label = l.rows[message.Row].Label
	}
	return row
}

// Kind returns the kind of a row.
func (l logRows) Kind(n uint64) logview.Kind {
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
