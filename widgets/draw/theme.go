package draw

import "charm.land/lipgloss/v2"

// Theme holds the styles of the screen by what they mean. A style never says
// anything that a word or a sign beside it does not say as well. Widgets keep a
// pointer to it and do not change it.
type Theme struct {
	Text   lipgloss.Style // what is read
	Dim    lipgloss.Style // what is there when looked for: times, units, hints
	Title  lipgloss.Style // names of panes
	Border lipgloss.Style // frames of panes
	Focus  lipgloss.Style // the frame of the pane that has the keys
	Cursor lipgloss.Style // the row under the cursor, of the pane that has the keys
	Key    lipgloss.Style // a key to press
	Match  lipgloss.Style // what a search found

	Good lipgloss.Style // live, open
	Warn lipgloss.Style // stale, pending, frozen, trying again
	Bad  lipgloss.Style // rejected, failed, disconnected, lost

	Up   lipgloss.Style // a value that rose
	Down lipgloss.Style // a value that fell

	Label lipgloss.Style // the label of an event
	Sent  lipgloss.Style // what went out
	Chart lipgloss.Style // the trace of a chart
}

// DefaultTheme returns the theme for terminals of which nothing is known. It has
// only the sixteen ANSI colours, which terminals keep readable on dark and light
// backgrounds alike, and leaves text in the terminal's own colour.
func DefaultTheme() *Theme {
	plain := lipgloss.NewStyle()
	return &Theme{
		Text:   plain,
		Dim:    plain.Faint(true),
		Title:  plain.Bold(true),
		Border: plain.Foreground(lipgloss.BrightBlack),
		Focus:  plain.Foreground(lipgloss.Cyan),
		Cursor: plain.Reverse(true),
		Key:    plain.Bold(true),
		Match:  plain.Reverse(true).Foreground(lipgloss.Yellow),

		Good: plain.Foreground(lipgloss.Green),
		Warn: plain.Foreground(lipgloss.Yellow),
		Bad:  plain.Foreground(lipgloss.Red),

		Up:   plain.Foreground(lipgloss.Green),
		Down: plain.Foreground(lipgloss.Red),

		Label: plain.Foreground(lipgloss.Cyan),
		Sent:  plain.Foreground(lipgloss.Magenta),
		Chart: plain.Foreground(lipgloss.Cyan),
	}
}
