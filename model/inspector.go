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
	"sockeye/model/layout"
	"sockeye/widgets/inspect"
)

// lookBack bounds how many entries are searched for the message before of the same label.
const lookBack = 10_000

// inspectorFooter are the keys that only work there.
func inspectorFooter(k *KeyMap) string {
	var words []string
	for _, a := range [][2]string{{"filter", "filter"}, {"alert-on", "alert"}, {"difference", "diff"}, {"raw", "raw"}, {"copy-path", "path"}} {
		if b := k.Of(a[0]); b.Enabled() {
			words = append(words, b.Help().Key+" "+a[1])
		}
	}
	return strings.Join(words, "  ")
}

// inspectPane is the inspector of a feed, for the operator.
type inspectPane struct {
	on host
	t  *feedView
}

// inspector returns the inspector of the feed that is shown.
func (m *Model) inspector() inspectPane { return inspectPane{m.host(), m.tab()} }

// openInspector shows the row under the log's cursor, if it is a message.
func (p inspectPane) openInspector() {
	t := p.t
	n, ok := t.log.Selected()
	if !ok {
		p.on.notices.ShowError(errors.New("there is no message to look at"))
		return
	}
	if !p.inspectRow(n) {
		p.on.notices.ShowError(errors.New("this entry is no message of the server; w wraps entries that are cut"))
		return
	}
	p.showInspector(t.log.Live())
}

// showInspector opens the pane for the entry that is inspected, to which the log is pinned, and gives it the keys. When it
// is closed, a log that was live is live again.
func (p inspectPane) showInspector(live bool) {
	t := p.t
	if !t.inspecting {
		t.resumes = live
	}
	t.log.Pin()
	t.inspecting = true
	p.on.focus(layout.Inspect)
}

// inspectLast shows the last message of the row under the cursor of the watchlist.
func (p inspectPane) inspectLast() {
	t := p.t
	_, end := t.tab.History().Range()
	if n, ok := t.tab.History().FindBack(end, lookBack, func(e *event.Entry) bool { return e.Label == t.tab.Selected() && e.Kind == event.Matched }); ok {
		live := t.log.Live()
		t.log.Goto(n)
		p.inspectRow(n) // filters may hide it in the log
		p.showInspector(live)
		return
	}
	p.on.notices.ShowError(errors.New("the log has no recent message of this one"))
}

// closeInspector gives its room back to the log.
func (p inspectPane) closeInspector() {
	t := p.t
	t.inspecting = false
	if t.resumes && !t.log.Frozen() {
		t.log.Resume()
	}
	p.on.focus(layout.Log)
}

// inspectRow shows a row, and reports whether it is a message at all.
func (p inspectPane) inspectRow(n uint64) bool {
	t := p.t
	e, ok := t.tab.History().Entry(n)
	if !ok || !e.Kind.Inbound() && e.Kind != event.Sent && e.Kind != event.Heartbeat {
		return false
	}
	message := inspect.Message{Number: n, At: time.Unix(0, e.At), Raw: t.tab.Redacted(e.Payload)}
	shown := message.Raw
	if !bytes.Equal(e.Text, e.Payload) { // in 16 MiB, searching for secrets takes 50 ms
		shown = t.tab.Redacted(e.Text)
	}
	if e.Time != 0 {
		message.Time = time.Unix(0, e.Time)
	}
	if e.Label != event.NoLabel {
		message.Title = t.tab.LabelName(e.Label)
		before, ok := t.tab.History().FindBack(n, lookBack, func(b *event.Entry) bool { return b.Label == e.Label && b.Kind == e.Kind })
		if previous, kept := t.tab.History().Entry(before); ok && kept {
			message.Previous = t.tab.Redacted(previous.Payload)
		}
	}
	t.inspector.SetMessage(message)
	t.inspected = inspected{number: n, label: e.Label, raw: message.Raw, text: shown}
	return true
}

// step shows the next or the previous message of those that the log shows, and moves the log's cursor to it. It reports
// whether there is one.
func (p inspectPane) step(by int) bool {
	t := p.t
	t.log.Goto(t.inspected.number)
	for at := t.inspected.number; ; {
		n, ok := t.log.Selected() // not the one that is inspected, where filters hide that or it is gone
		if ok && n != at && (n > at) == (by > 0) {
			at = n
			if p.inspectRow(n) {
				return true
			}
		}
		if by > 0 {
			t.log.Down(1)
		} else {
			t.log.Up(1)
		}
		if next, _ := t.log.Selected(); !ok || next == n {
			t.log.Goto(t.inspected.number)
			return false
		}
	}
}

// plotSelected charts the field under the cursor, of this and all later messages.
func (p inspectPane) plotSelected() tea.Cmd {
	t := p.t
	if _, ok := t.inspector.Number(); !ok {
		p.on.notices.ShowError(errors.New("this is no number: move the cursor to one"))
		return nil
	}
	row := t.inspected.label
	name, known := t.tab.Field(t.inspector.Path(), t.inspected.label)
	if known {
		p.chartField(t, row, name, name+" is in the chart")
		return nil
	}
	return p.on.await(t.tab.Feed().Plot(name, ""), func(err error) {
		if err != nil {
			p.on.notices.ShowError(err)
			return
		}
		said := name + " is plotted from now on"
		if t.tab.Frozen() { // which the chart is with the log
			said += ": " + t.log.Keys.Bottom.Help().Key + " shows it"
		}
		p.chartField(t, row, name, said+"; :unplot "+name+" ends that")
	})
}

// chartField charts a field of a row, which may be event.NoLabel, and says so.
func (p inspectPane) chartField(t *feedView, row int32, name, said string) {
	p.showField(t, name)
	if row != event.NoLabel && t == p.t {
		listPane(p).chartRow(row)
	}
	p.on.notices.Show(said)
}

// showField makes a field the one that the chart shows.
func (p inspectPane) showField(t *feedView, name string) {
	t.tab.ChooseField(name)
	p.on.refresh()
}

// filterBySelected shows only rows that hold the value under the cursor.
func (p inspectPane) filterBySelected() tea.Cmd {
	text, ok := p.t.literal()
	if !ok {
		p.on.notices.ShowError(errors.New("there is no value here to filter by"))
		return nil
	}
	p.on.notices.Show(":nofilter shows everything again")
	return logPane(p).filter(regexp.QuoteMeta(p.on.theme.Glyphs.Text(text, dialog.LongestLine)), false)
}

// literal returns the value under the inspector's cursor as the log has it, which is what filters and alerts are matched with:
// with the escapes of the message, or without them where the preset has another text for the log. It reports false if
// there is none, or it is empty.
func (t *feedView) literal() (string, bool) {
	text, ok := t.inspector.Literal()
	if value, _ := t.inspector.Value(); !bytes.Contains(t.inspected.text, []byte(text)) && bytes.Contains(t.inspected.text, []byte(value)) {
		text = value
	}
	return text, ok && text != ""
}
