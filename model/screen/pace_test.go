package screen

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// counting is a screen that shows how many messages it has received, and nothing before the first.
type counting struct {
	pace     *pace
	messages int
}

// counted is a message that is counted.
type counted struct{}

func (*counting) Init() tea.Cmd { return nil }

func (c *counting) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, is := msg.(counted); is {
		c.messages++
		c.pace.wake()
	}
	return c, nil
}

func (c *counting) View() tea.View { return tea.NewView(strings.Repeat("#", c.messages)) }

// written is where a program writes to.
type written chan string

func (w written) Write(p []byte) (int, error) {
	w <- string(p)
	return len(p), nil
}

// TestWhatIsNewIsWrittenAtOnce, and after the terminal was given back and had again too. The ticker that has it written is one that Bubble
// Tea keeps to itself: another version may have another one.
func TestWhatIsNewIsWrittenAtOnce(t *testing.T) {
	out, shown := make(written, 100), new(counting)
	program := tea.NewProgram(shown, tea.WithInput(nil), tea.WithOutput(out), tea.WithoutSignalHandler(), tea.WithWindowSize(80, 24),
		tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
			if shown.pace.filter(msg) {
				return nil
			}
			return msg
		}))
	if shown.pace = newPace(program); shown.pace == nil {
		t.Fatal("there is no ticker")
	}
	ended := make(chan error, 1)
	go func() {
		_, err := program.Run()
		ended <- err
	}()
	awaitSign := func() {
		t.Helper()
		for timeout := time.After(time.Minute); ; {
			select {
			case text := <-out:
				if strings.Contains(text, "#") {
					return
				}
			case <-timeout:
				t.Fatal("nothing new is written")
			}
		}
	}
	for range 2 { // each time, Bubble Tea waits half a second for input that it does not have
		program.Send(counted{})
		awaitSign()
		program.Send(counted{})
		awaitSign()
		if err := program.ReleaseTerminal(); err != nil {
			t.Fatal(err)
		}
		if err := program.RestoreTerminal(); err != nil {
			t.Fatal(err)
		}
	}
	program.Quit()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestWhatAViewAsksForIsNew whatever it is: what is written beside the content too.
func TestWhatAViewAsksForIsNew(t *testing.T) {
	view := tea.NewView("#")
	p := paced{shown: pictureOf(&view)}
	if p.isNew(&view) {
		t.Error("the same view is new")
	}
	for name, change := range map[string]func(){
		"content": func() { view.Content = "##" },
		"title":   func() { view.WindowTitle = "sockeye" },
		"mouse":   func() { view.MouseMode = tea.MouseModeCellMotion },
		"screen":  func() { view.AltScreen = true },
	} {
		if change(); !p.isNew(&view) {
			t.Errorf("another %s is not new", name)
		}
		if p.isNew(&view) {
			t.Errorf("the same %s is new", name)
		}
	}
}

// TestProgramsShareTheTableOfKeys which another version of Bubble Tea may have elsewhere.
func TestProgramsShareTheTableOfKeys(t *testing.T) {
	var tables []uintptr
	for range 2 {
		in := input{Reader: strings.NewReader("\x1bOA")} // a key that is in the table
		var pressed string
		in.program = tea.NewProgram(new(counting), tea.WithInput(&in), tea.WithOutput(new(bytes.Buffer)), tea.WithoutSignalHandler(),
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
