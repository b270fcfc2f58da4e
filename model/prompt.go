package model

import (
	"net/url"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/model/dialog"
)

// prompt opens a line that is typed, behind a label. done runs with the line that is entered.
func (m *Model) prompt(label, typed string, done func(line string) tea.Cmd) *dialog.Prompt {
	p := dialog.NewPrompt(m.options.Theme, m.keys.forDialogs(), label, typed, done)
	m.open(p)
	return p
}

// openCommand opens the command line.
func (m *Model) openCommand(typed string) {
	p := m.prompt(":", typed, func(line string) tea.Cmd {
		line = strings.TrimSpace(line)
		if m.tab().feed.Preset().Redact(line) == line && !hasPassword(line) { // a secret is kept nowhere
			if m.options.Recall.Add(line) {
				return tea.Batch(m.saveRecall, m.execute(line))
			}
		}
		return m.execute(line)
	})
	p.SetLines(m.options.Recall)
	p.SetCompletion(m.complete)
}

// complete returns what the last word of a command line can become, or what looks up the names of files that it can be.
func (m *Model) complete(line string) (words []string, lookup tea.Cmd) {
	words, search := m.completions(strings.Split(line, " "))
	if search == nil {
		return words, nil
	}
	return nil, m.searchFiles(line, search)
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
