package pane

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/model/dialog"
	"sockeye/model/layout"
	"sockeye/widgets/inspect"
)

// searchBack bounds how many entries are searched for the message before of the same label.
const searchBack = 10_000

// Inspector is the inspector of a feed, for the operator.
type Inspector struct {
	On Screen
	Of *Feed
}

// Open shows the row under the log's cursor, if it is a message.
func (p Inspector) Open() {
	t := p.Of
	n, ok := t.Log.Selected()
	if !ok {
		p.On.Notices.ShowError(errors.New("there is no message to inspect"))
		return
	}
	if !p.InspectRow(n) {
		p.On.Notices.ShowError(errors.New("this entry is no message of the server; w wraps entries that are cut"))
		return
	}
	p.showInspector(t.Log.Live())
}

// showInspector opens the pane for the entry that is inspected, to which the log is pinned, and gives it the keys. When it
// is closed, a log that was live is live again, and the pane that had the keys has them.
func (p Inspector) showInspector(live bool) {
	t := p.Of
	if !t.Inspecting {
		t.resumes, t.from = live, p.On.Focused
	}
	t.Log.Pin()
	t.Inspecting = true
	p.On.Focus(layout.Inspect)
}

// InspectLast shows the last message of the row under the cursor of the watchlist.
func (p Inspector) InspectLast() {
	t := p.Of
	row := t.Tab.Selected()
	if n, ok := t.At(p.On.Now).Entries().Last(row, searchBack); ok {
		live := t.Log.Live()
		t.Log.Goto(n)
		p.InspectRow(n) // filters may hide it in the log
		p.showInspector(live)
		return
	}
	p.On.Notices.ShowError(fmt.Errorf("the log has no recent message of %s", t.Tab.LabelName(row)))
}

// Close gives its lines back to the log, and the keys to the pane that had them before, if it has them still.
func (p Inspector) Close() {
	t := p.Of
	t.Inspecting = false
	if t.resumes {
		t.Log.Resume()
	}
	to := p.On.Focused
	if to == layout.Inspect {
		to = t.from
	}
	if to == layout.List && !p.On.Layout.ListBeside { // it led to the message, and lies over the panes no longer
		to = layout.Log
	}
	p.On.Focus(to)
}

// InspectRow shows a row, and reports whether it is a message at all.
func (p Inspector) InspectRow(n uint64) bool {
	t := p.Of
	e, ok := t.Tab.History().Entry(n)
	if !ok || !e.Kind.Inbound() && e.Kind != event.Sent && e.Kind != event.Heartbeat {
		return false
	}
	message := inspect.Message{Number: n, At: time.Unix(0, e.At), Raw: t.Tab.Redacted(e.Payload)}
	shown := message.Raw
	if !bytes.Equal(e.Text, e.Payload) { // in 16 MiB, searching for secrets takes 50 ms
		shown = t.Tab.Redacted(e.Text)
	}
	if e.Time != 0 {
		message.Time = time.Unix(0, e.Time)
	}
	if e.Label != event.NoLabel {
		message.Title = t.Tab.LabelName(e.Label)
		before, ok := t.Tab.History().FindBack(n, searchBack, func(b *event.Entry) bool { return b.Label == e.Label && b.Kind == e.Kind })
		if previous, kept := t.Tab.History().Entry(before); ok && kept {
			message.Previous = t.Tab.Redacted(previous.Payload)
		}
	}
	message.Name = t.Tab.PresetNames(e.Rule)
	t.Inspector.SetMessage(message)
	t.Inspected = Message{Number: n, Label: e.Label, Raw: message.Raw, Text: shown}
	return true
}

// Step shows the next or the previous message of those that the log shows, and moves the log's cursor to it. It reports
// whether there is one.
func (p Inspector) Step(by int) bool {
	t := p.Of
	t.Log.Goto(t.Inspected.Number)
	for at := t.Inspected.Number; ; {
		n, ok := t.Log.Selected() // not the one that is inspected, where filters hide that or it is gone
		if ok && n != at && (n > at) == (by > 0) {
			at = n
			if p.InspectRow(n) {
				return true
			}
		}
		if by > 0 {
			t.Log.Down(1)
		} else {
			t.Log.Up(1)
		}
		if next, _ := t.Log.Selected(); !ok || next == n {
			t.Log.Goto(t.Inspected.Number)
			return false
		}
	}
}

// PlotSelected charts the field under the cursor, of this and all later messages, or where that is no number, one that is chosen.
func (p Inspector) PlotSelected() tea.Cmd {
	if _, ok := p.Of.Inspector.Number(); ok {
		return p.plot(p.Of.Inspector.Path())
	}
	p.chooseNumber()
	return nil
}

const (
	numbersMost = 2000 // of a message that can be chosen
	pathMost    = 24   // cells of a path beside which values stand under each other
)

// chooseNumber offers the numbers of the message.
func (p Inspector) chooseNumber() {
	numbers := p.Of.Inspector.Numbers(numbersMost)
	if len(numbers) == 0 {
		p.On.Notices.ShowError(fmt.Errorf("this message has no number to plot: %s show others", p.On.Keys.Labels("next-message", "previous-message")))
		return
	}
	wide := 0
	for _, n := range numbers {
		wide = min(max(wide, len(n.Path)), pathMost)
	}
	lines, paths := make([]string, len(numbers)), make(map[string]string, len(numbers))
	for i, n := range numbers {
		lines[i] = strings.TrimRight(fmt.Sprintf("%-*s  %s  %s", wide, n.Path, n.Text, n.Name), " ")
		paths[lines[i]] = n.Path
	}
	choice := dialog.Choice{
		Title: "PLOT a number of this message", Prompt: "path or value: ", Verb: "plot",
		Unknown: "enter plots what is at this path: no number of this message",
	}
	p.On.Dialogs.Show(dialog.NewPicker(p.On.Theme, p.On.Dialogs.Keys, choice, lines, func(chosen []string) tea.Cmd {
		return p.plot(cmp.Or(paths[chosen[0]], chosen[0]))
	}))
}

// plot charts the field at a path of the message that is inspected, of this and all later messages.
func (p Inspector) plot(path string) tea.Cmd {
	t := p.Of
	row := t.Inspected.Label
	name, known := t.Tab.Field(path, t.Inspected.Label)
	if known {
		p.chartField(t, row, name, name+" is in the chart")
		return nil
	}
	return p.On.Await(t.Tab.Ask().Plot(name, "", ""), func(err error) {
		if err != nil {
			p.On.Notices.ShowError(err)
			return
		}
		said := name + " is plotted, with the past in the log"
		if t.At(p.On.Now).At.Before(p.On.Now) { // the moment that is shown has nothing of it
			said += ": " + p.On.Keys.Label("bottom") + " shows it"
		}
		next := "; :unplot " + name + " ends that"
		if row == event.NoLabel {
			next = "; a row for each text at another path: :plot " + name + " by PATH as NAME"
		}
		p.chartField(t, row, name, said+next)
	})
}

// chartField charts a field of a row, which may be event.NoLabel, and says so.
func (p Inspector) chartField(t *Feed, row int32, name, said string) {
	p.ShowField(t, name)
	if row != event.NoLabel && t == p.Of {
		List(p).ChartRow(row)
	}
	p.On.Notices.Show(said)
}

// ShowField makes a field the one that the chart shows.
func (p Inspector) ShowField(t *Feed, name string) {
	t.Tab.ChooseField(name)
	p.On.Refresh()
}

// FilterBySelected shows only rows that hold the value under the cursor.
func (p Inspector) FilterBySelected() tea.Cmd {
	text, ok := p.Of.Literal()
	if !ok {
		p.On.Notices.ShowError(errors.New("there is no value here to filter by: move the cursor to one"))
		return nil
	}
	p.On.Notices.Show(":nofilter shows everything again")
	return Log(p).Filter(regexp.QuoteMeta(p.On.Theme.Glyphs.Text(text, dialog.LongestLine)), false)
}

// Literal returns the value under the inspector's cursor as the log has it, which is what filters and alerts are matched with:
// with the escapes of the message, or without them where the preset has another text for the log. It reports false if
// there is none, or it is empty.
func (t *Feed) Literal() (string, bool) {
	text, ok := t.Inspector.Literal()
	if value, _ := t.Inspector.Value(); !bytes.Contains(t.Inspected.Text, []byte(text)) && bytes.Contains(t.Inspected.Text, []byte(value)) {
		text = value
	}
	return text, ok && text != ""
}
