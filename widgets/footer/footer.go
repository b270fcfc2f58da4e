// Package footer draws the keys that can be pressed, in one line: bubbles/help in the styles of the screen.
package footer

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/theme"
)

// least is the width below which no key fits, whatever it does.
const least = 4

// View returns a line of so many cells with the keys and what they do, as many from the first one on as fit. Keys
// that are disabled are left out.
func View(th *theme.Theme, keys []key.Binding, width int) string {
	if width < least {
		return th.Glyphs.Fit("", width)
	}
	h := help.New()
	h.Styles = help.Styles{ShortKey: th.Key, ShortDesc: th.Dim}
	// When the line is full to its last cell, bubbles/help v2.2.1 adds the keys that are left. So two cells remain behind it:
	// what stands there of these keys is the separator, and the rest is cut.
	h.Ellipsis, h.ShortSeparator = "", "  "
	h.SetWidth(width - 2)
	return th.Glyphs.Fit(ansi.Truncate(" "+h.ShortHelpView(keys), width, ""), width)
}

// Describe returns a key with other words, for where it does something of its own.
func Describe(b key.Binding, what string) key.Binding {
	described := key.NewBinding(key.WithKeys(b.Keys()...), key.WithHelp(b.Help().Key, what))
	described.SetEnabled(b.Enabled())
	return described
}

// Join returns two keys as one, with the words of the first; the one that is enabled, where the other is not.
func Join(a, b key.Binding, between string) key.Binding {
	switch {
	case !a.Enabled():
		return b
	case !b.Enabled():
		return a
	}
	return key.NewBinding(key.WithKeys(append(a.Keys(), b.Keys()...)...), key.WithHelp(a.Help().Key+between+b.Help().Key, a.Help().Desc))
}
