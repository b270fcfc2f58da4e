package model

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/model/dialog"
	"sockeye/widgets/inspect"
)

// lookBack bounds how many rows are looked through for the message before of the same label.
const lookBack = 10_000

// inspectorFooter are the keys that only work there.
func inspectorFooter(k *KeyMap) string {
	var words []string
	for _, a := range [][2]string{{"filter", "filter"}, {"alert-on", "alert"}, {"difference", "diff"}, {"raw", "raw"}, {"copy-path", "path"}} {
		if b := k.of(a[0]); b.Enabled() {
			words = append(words, b.Help().Key+" "+a[1])
		}
	}
	return strings.Join(words, "  ")
}

// openInspector shows the row under the log's cursor, if it is a message.
func (m *Model) openInspector() {
	t := m.tab()
	n, ok := t.log.Selected()
	if !ok {
		m.complain(errors.New("there is no message to look at"))
		return
	}
	if !m.inspectRow(n) {
		m.complain(errors.New("this entry is no message of the server; w wraps entries that are cut"))
		return
	}
	m.showInspector()
}

// showInspector opens the pane for the row that is inspected, and gives it the keys.
func (m *Model) showInspector() {
	t := m.tab()
	t.log.Freeze(time.Now())
	t.inspecting = true
	m.focus = paneInspect
	m.arrange()
}

// inspectLast shows the last message of the row under the cursor of the watchlist.
func (m *Model) inspectLast() {
	t := m.tab()
	first := t.history.First()
	for n := t.history.End(); n > first && t.history.End()-n < lookBack; {
		n--
		if _, message := t.history.Row(n); message.Label == t.selected && message.Kind == event.Matched {
			t.log.Goto(n)
			m.inspectRow(n) // filters may hide it in the log
			m.showInspector()
			return
		}
	}
	m.complain(errors.New("the log has no recent message of this one"))
}

// closeInspector gives its room back to the log.
func (m *Model) closeInspector() {
	m.tab().inspecting = false
	m.focus = paneLog
	m.arrange()
}

// inspectRow shows a row, and reports whether it is a message at all.
func (m *Model) inspectRow(n uint64) bool {
	t := m.tab()
	if n < t.history.First() || n >= t.history.End() {
		return false
	}
	chunk, message := t.history.Row(n)
	if !message.Kind.Inbound() && message.Kind != event.Sent && message.Kind != event.Heartbeat {
		return false
	}
	payload, text := chunk.Payload(message), chunk.Text(message)
	look := inspect.Message{Number: n, At: time.Unix(0, message.At), Raw: t.redacted(payload)}
	shown := look.Raw
	if !bytes.Equal(text, payload) { // of 16 MiB, looking for secrets takes 50 ms
		shown = t.redacted(text)
	}
	if message.Time != 0 {
		look.Time = time.Unix(0, message.Time)
	}
	if message.Label != event.NoLabel {
		look.Title = t.rows[message.Label].Name
		for before := n; before > t.history.First() && n-before < lookBack; {
			before--
			if c, b := t.history.Row(before); b.Label == message.Label && b.Kind == message.Kind {
				look.Previous = t.redacted(c.Payload(b))
				break
			}
		}
	}
	t.inspector.SetMessage(look)
	t.inspected, t.inspectedRow, t.inspectedRaw, t.inspectedText = n, message.Label, look.Raw, shown
	return true
}

// step shows the next or the previous message of those that the log shows, and takes the log's cursor along. It reports
// whether there is one.
func (m *Model) step(by int) bool {
	t := m.tab()
	t.log.Goto(t.inspected)
	for at := t.inspected; ; {
		n, ok := t.log.Selected() // not the one that is inspected, where filters hide that or it is gone
		if ok && n != at && (n > at) == (by > 0) {
			at = n
			if m.inspectRow(n) {
				return true
			}
		}
		if by > 0 {
			t.log.Down(1)
		} else {
			t.log.Up(1)
		}
		if next, _ := t.log.Selected(); !ok || next == n {
			t.log.Goto(t.inspected)
			return false
		}
	}
}

// plotSelected charts the field under the cursor, of this and all later messages.
func (m *Model) plotSelected() tea.Cmd {
	t := m.tab()
	if _, ok := t.inspector.Number(); !ok {
		m.complain(errors.New("this is no number: move the cursor to one"))
		return nil
	}
	row := t.inspectedRow
	name, known := t.field(t.inspector.Path())
	if known {
		m.chartField(t, row, name, name+" is in the chart")
		return nil
	}
	return m.await(t.feed.Plot(name, ""), func(err error) {
		if err != nil {
			m.complain(err)
			return
		}
		said := name + " is plotted from now on"
		if t.isFrozen { // which the chart is with the log
			said += ": " + t.log.Keys.Bottom.Help().Key + " shows it"
		}
		m.chartField(t, row, name, said+"; :unplot "+name+" ends that")
	})
}

// chartField charts a field of a row, which may be event.NoLabel, and says so.
func (m *Model) chartField(t *tab, row int32, name, said string) {
	m.showField(t, name)
	if row != event.NoLabel && t == m.tab() {
		m.chartRow(row)
	}
	m.said = said
}

// showField makes a field the one that the chart shows.
func (m *Model) showField(t *tab, name string) {
	t.fields = t.feed.Fields()
	for i, f := range t.fields {
		if f == name {
			t.view.field, t.view.chosen = i, true
		}
	}
	m.refresh()
}

// filterBySelected shows only rows that hold the value under the cursor.
func (m *Model) filterBySelected() tea.Cmd {
	text, ok := m.tab().literal()
	if !ok {
		m.complain(errors.New("there is no value here to filter by"))
		return nil
	}
	m.said = ":nofilter shows everything again"
	return m.filter(regexp.QuoteMeta(m.options.Theme.Glyphs.Text(text, dialog.LongestLine)), false)
}

// literal returns the value under the inspector's cursor as the log has it, which is what filters and alerts look at:
// with the escapes of the message, or without them where the preset has another text for the log. It reports false if
// there is none, or it is empty.
func (t *tab) literal() (string, bool) {
	text, ok := t.inspector.Literal()
	if value, _ := t.inspector.Value(); !bytes.Contains(t.inspectedText, []byte(text)) && bytes.Contains(t.inspectedText, []byte(value)) {
		text = value
	}
	return text, ok && text != ""
}
