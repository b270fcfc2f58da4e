package model

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/model/command"
	"sockeye/model/dialog"
)

// openCommand opens the command line, in which a text stands already.
func (m *Model) openCommand(typed string) {
	p := m.prompt(":", typed, func(line string) tea.Cmd {
		line = strings.TrimSpace(line)
		if m.tab().feed.Preset().Redact(line) == line && !hasPassword(line) && m.options.Recall.Add(line) { // a secret is kept nowhere
			return tea.Batch(m.saveRecall, m.execute(line))
		}
		return m.execute(line)
	})
	p.SetLines(m.options.Recall)
	p.SetCompletion(m.complete)
}

// prompt opens a line that is typed, behind a label. done runs with the line that is entered.
func (m *Model) prompt(label, typed string, done func(line string) tea.Cmd) *dialog.Prompt {
	p := dialog.NewPrompt(m.options.Theme, m.keys.forDialogs(), label, typed, done)
	m.open(p)
	return p
}

// execute runs a command line, without its colon.
func (m *Model) execute(line string) tea.Cmd {
	cmd, err := command.Execute(m.target(), line, m.options.ReadOnly)
	m.notices.showError(err)
	return cmd
}

// hasPassword reports whether a line holds an address with a user and a password.
func hasPassword(line string) bool {
	for word := range strings.FieldsSeq(line) {
		if u, err := url.Parse(word); err == nil && u.User != nil || err != nil && strings.Contains(word, "@") {
			return true
		}
	}
	return false
}

// filesMsg is the end of a search for files.
type filesMsg dialog.OffersMsg

// complete returns what the last word of a command line can become, or what looks up the names of files that it can be. One
// search runs at a time: a disk that does not answer has one goroutine wait for it, however often the key is pressed.
func (m *Model) complete(line string) (words []string, lookup tea.Cmd) {
	words, search := command.Complete(m.target(), line)
	if search == nil || m.searching {
		return words, nil
	}
	m.searching = true
	return nil, func() tea.Msg { return filesMsg{Line: line, Words: search()} }
}

// filesFound hands what was found to the prompt, if one is still open.
func (m *Model) filesFound(msg filesMsg) {
	m.searching = false
	if m.dialog != nil {
		m.updateDialog(dialog.OffersMsg(msg))
	}
}

const (
	// jobNoticed is how long a job takes when the bottom line says that it is under way.
	jobNoticed = time.Second
	// saveWithin is what the file of the commands of before has to take a line.
	saveWithin = 3 * time.Second
)

// jobDone has the result of a job count.
func (m *Model) jobDone(msg command.JobMsg) tea.Cmd {
	if !msg.GivenUp() {
		m.notices.show("")
	}
	cmd, err := m.jobs.Done(msg)
	m.notices.showError(err)
	return cmd
}

// giveUpJob gives up the job that is under way, if the key is for that.
func (m *Model) giveUpJob(press tea.KeyPressMsg) bool {
	what, _ := m.jobs.Running()
	if what == "" || !m.keys.is("back", press) {
		return false
	}
	m.jobs.GiveUp()
	m.notices.show(what + " is given up")
	return true
}

// watchJobs says what keeps a job, and that the commands of before cannot be saved.
func (m *Model) watchJobs() {
	if err := m.options.Recall.Overdue(m.now, saveWithin); err != nil {
		m.notices.showError(unsaved(err))
	}
	what, since := m.jobs.Running()
	if what == "" || m.now.Sub(since) < jobNoticed {
		return
	}
	if m.notices.text != "" && !strings.HasPrefix(m.notices.text, what) {
		return // an error matters more
	}
	m.notices.show(what + " is under way; esc gives up")
	if path := m.options.Files.Pending(); path != "" {
		m.notices.show(fmt.Sprintf("%s: still reading %s (a pipe?); esc gives up", what, path))
	}
}

// saveRecall saves the commands of before.
func (m *Model) saveRecall() tea.Msg {
	if err := m.options.Recall.Save(); err != nil {
		return errorMsg{unsaved(err)}
	}
	return nil
}

// errorMsg is what went wrong beside the screen.
type errorMsg struct{ error }

func unsaved(err error) error {
	var file *fs.PathError // what is wrong with it comes before its name, for which the line may be too short
	if errors.As(err, &file) {
		err = fmt.Errorf("%w: %s", file.Err, file.Path)
	}
	return fmt.Errorf("commands are kept for this run only: %w", err)
}
