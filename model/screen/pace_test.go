package screen

import (
	"bytes"
	"reflect"
	"strings"
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

// TestProgramsShareTheTableOfKeys which another version of Bubble Tea may have elsewhere.
func TestProgramsShareTheTableOfKeys(t *testing.T) {
	var tables []uintptr
	for range 2 {
		in := input{Reader: strings.NewReader("\x1bOA")} // a key that is in the table
		var pressed string
		in.program = tea.NewProgram(counting{}, tea.WithInput(&in), tea.WithOutput(new(bytes.Buffer)), tea.WithoutSignalHandler(),
			tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
				if key, ok := msg.(tea.KeyPressMsg); ok {
					pressed = key.String()
					return tea.Quit()
				}
				return msg
			}))
		if _, err := in.program.Run(); err != nil {
			t.Fatal(err)
		}
		if pressed != "up" {
			t.Errorf("the key is %q", pressed)
		}
		if !shareKeyTable(in.program) {
			t.Fatal("the table is not shared")
		}
		tables = append(tables, field(field(reflect.ValueOf(in.program).Elem(), "inputScanner").Elem(), "table").Pointer())
	}
	if tables[0] != tables[1] {
		t.Error("each program has a table of its own")
	}
}
