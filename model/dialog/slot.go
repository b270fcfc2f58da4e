package dialog

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/feed/format"
	"sockeye/widgets/theme"
)

// Slot holds the dialog that is open, if one is. It opens another in its place.
type Slot struct {
	Open    Dialog // nil: the panes have the keys
	Size    SizeMsg
	Keys    Keys
	Theme   *theme.Theme
	Notices *Notices
}

// Typing reports whether a line is typed in the dialog that is open.
func (d *Slot) Typing() bool {
	switch d.Open.(type) {
	case *Prompt, *Picker:
		return true
	}
	return false
}

// Show opens a dialog.
func (d *Slot) Show(one Dialog) {
	d.Open = one
	d.Update(d.Size)
}

// Close closes a dialog, if it is still the one that is open.
func (d *Slot) Close(one Dialog) {
	if d.Open == one {
		d.Open = nil
	}
}

// Resize sets the size of the body of the screen, and has the dialog that is open drawn anew.
func (d *Slot) Resize(width, height int) {
	d.Size = SizeMsg{Width: width, Height: height, Theme: d.Theme}
	d.Update(d.Size)
}

// Refresh has the dialog that is open show what is new.
func (d *Slot) Refresh() { d.Update(RefreshMsg{}) }

// Update passes a message to the dialog that is open. It is closed when it is done.
func (d *Slot) Update(msg tea.Msg) tea.Cmd {
	one := d.Open
	if one == nil {
		return nil
	}
	cmd, open := one.Update(msg)
	if !open {
		d.Close(one) // it may have opened another one
	}
	return cmd
}

// Paste passes what was pasted to the dialog that is open, all of it or nothing.
func (d *Slot) Paste(msg tea.PasteMsg) tea.Cmd {
	if d.Open == nil || len(msg.Content) <= LongestPaste {
		return d.Update(msg)
	}
	d.Open = nil
	d.Notices.ShowError(fmt.Errorf("%s bytes were pasted, and a line takes %s: nothing was done with them",
		format.Count(uint64(len(msg.Content))), format.Count(LongestPaste)))
	return nil
}

// Ask asks a question, and runs yes if that is the answer. also is a key that counts as yes too, the one that asked; it may
// be the zero Binding.
func (d *Slot) Ask(text string, also key.Binding, yes func() tea.Cmd) {
	d.Show(NewQuestion(d.Theme, text, also, yes))
}

// Prompt opens a line that is typed, behind a label; a text stands in it already. done runs with the line that is entered.
func (d *Slot) Prompt(label, typed string, done func(line string) tea.Cmd) *Prompt {
	p := NewPrompt(d.Theme, d.Keys, label, typed, done)
	d.Show(p)
	return p
}

// Box returns the box that lies over the body; "" if there is none.
func (d *Slot) Box() string {
	if d.Open == nil {
		return ""
	}
	return d.Open.View()
}

// Footer returns the bottom line of the dialog that is open; "" if none is.
func (d *Slot) Footer() string {
	if d.Open == nil {
		return ""
	}
	return d.Open.Footer()
}
