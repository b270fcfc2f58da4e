package model

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"sockeye/widgets/theme"
)

// backgroundOf is the background of a terminal, as that reports it.
func backgroundOf(msg tea.BackgroundColorMsg) theme.Background {
	if msg.IsDark() {
		return theme.DarkBackground
	}
	return theme.LightBackground
}

// depthOf is how many colours a terminal has, as Bubble Tea finds out.
func depthOf(msg tea.ColorProfileMsg) theme.Depth {
	switch msg.Profile {
	case colorprofile.TrueColor, colorprofile.ANSI256:
		return theme.ManyColours
	case colorprofile.ANSI:
		return theme.SixteenColours
	}
	return theme.NoColours
}

// restyle draws everything anew in the appearance of now.
func (m *Model) restyle() {
	m.appearance.Glyphs, m.appearance.SwapUpDown = m.options.Glyphs, m.options.UI.RedUp
	if m.options.NoColour {
		m.appearance.Depth = theme.NoColours
	}
	th, err := theme.New(m.appearance)
	if err != nil {
		m.notices.ShowError(err)
		return
	}
	m.options.Theme, m.dialogs.Theme = th, th
	m.header.SetTheme(th)
	for _, t := range m.tabs.All {
		t.SetTheme(th, m.now)
	}
	m.arrange()
}
