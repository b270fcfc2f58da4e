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

// commandLine is what the commands that are typed have between them: the work that they have begun, and earlier lines.
type commandLine struct {
	options *Options // of which Recall and Files are about it
	dialogs *dialog.Slot
	notices *dialog.Notices
	target  func() command.Target // of now

	jobs      *command.Jobs
	searching bool // names of files are looked up
}

// open opens the command line, in which a text stands already, or one of others instead.
func (c *commandLine) open(typed string, others ...string) {
	p := c.dialogs.Prompt(":", typed, func(line string) tea.Cmd {
		line = strings.TrimSpace(line)
		if c.target().Feed.Preset().Redact(line) == line && !hasPassword(line) { // a secret is kept nowhere
			return tea.Batch(c.keep(line), c.execute(line))
		}
		return c.execute(line)
	})
	p.SetLines(c.options.Recall)
	p.SetAlternatives(append([]string{typed}, others...))
	p.SetCompletion(c.complete)
	p.SetHint(command.Hint)
}

// refuses returns why this screen does not run a command; nil where it does.
func (c *commandLine) refuses(run *command.Command) error {
	return c.options.refuses(run.Name, run.Sends, run.Connects)
}

// execute runs a command line, without its colon.
func (c *commandLine) execute(line string) tea.Cmd {
	cmd, err := command.Execute(c.target(), line, c.refuses)
	c.notices.ShowError(err)
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

// keep keeps a line for the next run, and returns what saves it.
func (c *commandLine) keep(line string) tea.Cmd {
	lines := c.options.Recall
	if !lines.Add(line) {
		return nil
	}
	return func() tea.Msg {
		if err := lines.Save(); err != nil {
			return errorMsg{unsaved(err)}
		}
		return nil
	}
}

// filesMsg is the end of a search for files.
type filesMsg dialog.OffersMsg

// complete returns what the last word of a command line can become, or what looks up the names of files that it can be. One
// search runs at a time: a disk that does not answer has one goroutine wait for it, however often the key is pressed.
func (c *commandLine) complete(line string) (words []string, lookup tea.Cmd) {
	words, search := command.Complete(c.target(), line, c.refuses)
	if search == nil || c.searching {
		return words, nil
	}
	c.searching = true
	return nil, func() tea.Msg { return filesMsg{Line: line, Words: search()} }
}

const (
	// jobNoticed is how long a job takes when the bottom line says that it is under way.
	jobNoticed = time.Second
	// saveWithin is what a line may take to be written to the file of earlier commands.
	saveWithin = 3 * time.Second
)

// jobDone has the result of a job count.
func (c *commandLine) jobDone(msg command.JobMsg) tea.Cmd {
	if !msg.Cancelled() {
		c.notices.Show("")
	}
	cmd, err := c.jobs.Done(msg)
	c.notices.ShowError(err)
	return cmd
}

// cancelJob cancels the job that is under way, and reports whether there is one.
func (c *commandLine) cancelJob() bool {
	what, _ := c.jobs.Running()
	if what == "" {
		return false
	}
	c.jobs.Cancel()
	c.notices.Show(what + " is cancelled")
	return true
}

// tick says what keeps a job, and that earlier commands cannot be saved.
func (c *commandLine) tick(now time.Time) {
	if err := c.options.Recall.Overdue(now, saveWithin); err != nil {
		c.notices.ShowError(unsaved(err))
	}
	what, since := c.jobs.Running()
	if what == "" || now.Sub(since) < jobNoticed {
		return
	}
	if c.notices.Text != "" && !strings.HasPrefix(c.notices.Text, what) {
		return // an error matters more
	}
	c.notices.Show(what + " is under way; esc cancels")
	if path := c.options.Files.Pending(); path != "" {
		c.notices.Show(fmt.Sprintf("%s: still reading %s (a pipe?); esc cancels", what, path))
	}
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
