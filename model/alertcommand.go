package model

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/alertrule"
	"sockeye/feed/event"
)

// commandAlert sets an alert, or ends one or all; alone it shows what there is.
func (m *Model) commandAlert(args []string) (tea.Cmd, error) {
	t := m.tab()
	text := strings.TrimSpace(strings.Join(args, " "))
	if rest, again := strings.CutPrefix(text, "alert "); again && !slices.ContainsFunc(t.rows, func(r row) bool { return r.Name == "alert" }) {
		text = rest // typed behind the word that the list of alerts offers
	}
	words := strings.Fields(text)
	switch {
	case len(words) == 0:
		m.openAlerts()
		return nil, nil
	case words[0] != "off":
		return nil, m.setAlert(text)
	case len(words) == 1:
		m.said = some1(len(t.alerts.Rules()), "alert") + " ended"
		t.alerts.OffAll()
	default:
		var numbers []int
		for _, word := range words[1:] {
			number, err := strconv.Atoi(word)
			if err != nil {
				return nil, fmt.Errorf("%s is no number: it is :alert off 3, or :alert off for all", word)
			}
			numbers = append(numbers, number)
		}
		if err := t.alerts.Off(numbers...); err != nil {
			return nil, err
		}
		m.said = "alert " + strings.Join(words[1:], ", ") + " ended"
	}
	t.matcher.Store(t.alerts.Matcher())
	m.arrange()
	return m.tell(t), nil
}

// completeAlert offers what an alert can begin with: what is watched, or a word of the language.
func (m *Model) completeAlert(string) []string {
	words := []string{"silent", "match", "gap", "off"}
	t := m.tab()
	for i := range t.rows {
		words = append(words, t.rows[i].Name)
	}
	words = append(words, t.fields...)
	return append(words, "crosses", "changes", "rate", "for", "once", "bell", "notify", "run")
}

// alertOnSelected begins the command for an alert on the field under the cursor of the inspector, which is plotted from
// then on: only what is plotted is watched.
func (m *Model) alertOnSelected() tea.Cmd {
	t := m.tab()
	value, ok := t.inspector.Number()
	if !ok {
		text, is := t.literal()
		if !is {
			m.said = "there is no value here to watch"
			return nil
		}
		m.openCommand("alert " + alertrule.Rule{Kind: alertrule.Match, Expr: regexp.QuoteMeta(text)}.String())
		return nil
	}
	name, known := t.field(t.inspector.Path())
	label := "*"
	if t.inspectedRow != event.NoLabel {
		label = t.rows[t.inspectedRow].Name
	}
	compare := ">"
	if text, is := t.literal(); is && value == 1 && strings.Trim(text, "0123456789.") != "" { // it is on or true: more cannot come
		compare = "<"
	}
	m.openCommand("alert " + alertrule.Rule{Kind: alertrule.Level, Label: label, Field: name, Compare: compare, Limit: value}.String())
	if known {
		return nil
	}
	opened := m.dialog
	return m.await(t.feed.Plot(name, ""), func(err error) {
		if err == nil {
			return
		}
		if m.dialog == opened {
			m.dialog = nil
		}
		m.complain(err)
	})
}
