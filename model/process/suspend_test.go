package process

import (
	"bytes"
	"testing"

	tea "charm.land/bubbletea/v2"
)

type blank struct{}

func (blank) Init() tea.Cmd                         { return nil }
func (b blank) Update(tea.Msg) (tea.Model, tea.Cmd) { return b, nil }
func (blank) View() tea.View                        { return tea.NewView("") }

// TestRendererHasReturnedBeforeItIsStartedAgain is about a name in Bubble Tea: with another one, nothing would be waited for.
func TestRendererHasReturnedBeforeItIsStartedAgain(t *testing.T) {
	if rendererRuns() {
		t.Fatal("there is no program yet, and a renderer runs")
	}
	p := tea.NewProgram(blank{}, tea.WithInput(nil), tea.WithOutput(new(bytes.Buffer)), tea.WithoutSignalHandler())
	ended := make(chan error, 1)
	go func() {
		_, err := p.Run()
		ended <- err
	}()
	p.Send(tea.ResumeMsg{}) // once it is received, the renderer runs
	for range 3 {
		if !rendererRuns() {
			t.Fatal("the renderer of a running program is not found: Bubble Tea has renamed it")
		}
		_ = p.ReleaseTerminal()
		awaitRendererEnd()
		if rendererRuns() {
			t.Fatal("the renderer has not returned")
		}
		_ = p.RestoreTerminal()
	}
	p.Quit()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
