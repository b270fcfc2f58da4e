package screen

import (
	"bytes"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// counting is a screen whose program is read while it runs.
type counting struct{ tea.Model }

func (counting) Init() tea.Cmd                         { return nil }
func (c counting) Update(tea.Msg) (tea.Model, tea.Cmd) { return c, nil }
func (counting) View() tea.View                        { return tea.NewView("") }

// TestTheTickerOfBubbleTeaIsFound in a program that runs: another version may have another one.
func TestTheTickerOfBubbleTeaIsFound(t *testing.T) {
	var seen *time.Ticker
	var program *tea.Program
	program = tea.NewProgram(counting{}, tea.WithInput(nil), tea.WithOutput(new(bytes.Buffer)), tea.WithoutSignalHandler(),
		tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
			seen = tickerOf(program)
			return tea.Quit()
		}))
	if _, err := program.Run(); err != nil {
		t.Fatal(err)
	}
	if seen == nil {
		t.Error("there is no ticker")
	}
}
