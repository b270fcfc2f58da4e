package model

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"sockeye/widgets/theme"
)

// looks is what the terminal has said of itself, and what the operator wants it to look like.
type looks struct {
	ground theme.Background
	depth  theme.Depth
	theme  string // as the configuration or :theme has it
}

// background notes what the terminal says that it draws on.
func (m *Model) background(msg tea.BackgroundColorMsg) {
	m.looks.ground = theme.LightBackground
	if msg.IsDark() {
		m.looks.ground = theme.DarkBackground
	}
	m.restyle()
}

// colours notes how many colours there are.
func (m *Model) colours(msg tea.ColorProfileMsg) {
	switch msg.Profile {
	case colorprofile.TrueColor, colorprofile.ANSI256:
		m.looks.depth = theme.ManyColours
	case colorprofile.ANSI:
		m.looks.depth = theme.SixteenColours
	default:
		m.looks.depth = theme.NoColours
	}
	if m.options.NoColour {
		m.looks.depth = theme.NoColours
	}
	m.restyle()
}

// restyle draws everything anew in the colours and glyphs that are wanted now.
func (m *Model) restyle() {
	look := theme.Appearance{Theme: m.looks.theme, Background: m.looks.ground, Depth: m.looks.depth, Glyphs: m.options.Glyphs, SwapUpDown: m.options.UI.RedUp}
	th, err := theme.New(look)
	if err != nil {
		m.complain(err)
		return
	}
	*m.options.Theme = *th // widgets have a pointer to it
	m.header.Restyle()
	for _, t := range m.tabs {
		t.log.Restyle()
		t.list.Restyle()
		t.chart.Restyle()
		t.inspector.Restyle()
	}
	m.arrange()
}

func (m *Model) commandTheme(args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errors.New("which one? " + strings.Join(theme.Names(), ", "))
	}
	if _, err := theme.New(theme.Appearance{Theme: args[0]}); err != nil {
		return nil, err
	}
	m.looks.theme = args[0]
	m.restyle()
	return nil, nil
}
