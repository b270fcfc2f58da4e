package model

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/feed/format"
	"sockeye/model/dialog"
	"sockeye/widgets/theme"
)

// dialogs are the dialog that is open, if one is, and what opens another in its place.
type dialogs struct {
	open    dialog.Dialog // nil: the panes have the keys
	size    dialog.SizeMsg
	keys    dialog.Keys
	theme   *theme.Theme
	notices *notices
}

// show opens a dialog.
func (d *dialogs) show(one dialog.Dialog) {
	d.open = one
	d.update(d.size)
}

// close closes a dialog, if it is still the one that is open.
func (d *dialogs) close(one dialog.Dialog) {
	if d.open == one {
		d.open = nil
	}
}

// resize sets the size of the body of the screen, and has the dialog that is open drawn anew.
func (d *dialogs) resize(width, height int) {
	d.size = dialog.SizeMsg{Width: width, Height: height, Theme: d.theme}
	d.update(d.size)
}

// refresh has the dialog that is open take in what is new.
func (d *dialogs) refresh() { d.update(dialog.RefreshMsg{}) }

// update hands a message to the dialog that is open. It is closed when it is done.
func (d *dialogs) update(msg tea.Msg) tea.Cmd {
	one := d.open
	if one == nil {
		return nil
	}
	cmd, open := one.Update(msg)
	if !open {
		d.close(one) // it may have opened another one
	}
	return cmd
}

// paste hands what was pasted to the dialog that is open, all of it or nothing.
func (d *dialogs) paste(msg tea.PasteMsg) tea.Cmd {
	if d.open == nil || len(msg.Content) <= dialog.LongestPaste {
		return d.update(msg)
	}
	d.open = nil
	d.notices.showError(fmt.Errorf("%s bytes were pasted, and a line takes %s: nothing was done with them",
		format.Count(uint64(len(msg.Content))), format.Count(dialog.LongestPaste)))
	return nil
}

// ask asks a question, and runs yes if that is the answer. also is a key that counts as yes too, the one that asked; it may
// be the zero Binding.
func (d *dialogs) ask(text string, also key.Binding, yes func() tea.Cmd) {
	d.show(dialog.NewQuestion(d.theme, text, also, yes))
}

// prompt opens a line that is typed, behind a label; a text stands in it already. done runs with the line that is entered.
func (d *dialogs) prompt(label, typed string, done func(line string) tea.Cmd) *dialog.Prompt {
	p := dialog.NewPrompt(d.theme, d.keys, label, typed, done)
	d.show(p)
	return p
}

// box returns the box that lies over the body; "" if there is none.
func (d *dialogs) box() string {
	if d.open == nil {
		return ""
	}
	return d.open.View()
}

// footer returns the bottom line of the dialog that is open; "" if none is.
func (d *dialogs) footer() string {
	if d.open == nil {
		return ""
	}
	return d.open.Footer()
}
