package model

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"sockeye/widgets/draw"
)

// looks is what the terminal has said of itself, and what the operator wants it to look like.
type looks struct {
	ground draw.Background
	depth  draw.Depth
	theme  string // as the configuration or :theme has it
}

// background notes what the terminal says that it draws on.
func (m *Model) background(msg tea.BackgroundColorMsg) {
	m.looks.ground = draw.LightBackground
	if msg.IsDark() {
		m.looks.ground = draw.DarkBackground
	}
	m.restyle()
}

// colours notes how many colours there are.
func (m *Model) colours(msg tea.ColorProfileMsg) {
	switch msg.Profile {
	case colorprofile.TrueColor, colorprofile.ANSI256:
		m.looks.depth = draw.ManyColours
	case colorprofile.ANSI:
		m.looks.depth = draw.SixteenColours
	default:
		m.looks.depth = draw.NoColours
	}
	if m.options.NoColour {
		m.looks.depth = draw.NoColours
	}
	m.restyle()
}

// restyle draws everything anew in the colours and glyphs that are wanted now.
func (m *Model) restyle() {
	look := draw.Appearance{Theme: m.looks.theme, Background: m.looks.ground, Depth: m.looks.depth, Glyphs: m.options.Glyphs, SwapUpDown: m.options.UI.RedUp}
	th, err := draw.NewTheme(look)
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
		return nil, errors.New("which one? " + strings.Join(draw.ThemeNames(), ", "))
	}
	if _, err := draw.NewTheme(draw.Appearance{Theme: args[0]}); err != nil {
		return nil, err
	}
	m.looks.theme = args[0]
	m.restyle()
	return nil, nil
}
