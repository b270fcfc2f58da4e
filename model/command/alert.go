package command

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/format"
)

var alertCommands = []Command{
	{Name: "alert", Example: "XBT/USD > 61250 for 3s", Args: "[ALERT|off [N]]", Help: "notify of A > 9 for 3s bell, silent, match /RE/, gap; alone: show all", Text: true, Complete: alertWords, Run: alert},
}

// alert sets an alert, or ends one or all; alone it shows what there is.
func alert(on Target, args []string) (tea.Cmd, error) {
	rule := strings.TrimSpace(strings.Join(args, " "))
	if rest, again := strings.CutPrefix(rule, "alert "); again && !slices.Contains(on.Alerts.Labels(), "alert") {
		rule = rest // typed behind the word that the list of alerts offers
	}
	words := strings.Fields(rule)
	switch {
	case len(words) == 0:
		on.Alerts.Show()
		return nil, nil
	case words[0] != "off":
		return nil, on.Alerts.Set(rule)
	case len(words) == 1:
		ended, cmd := on.Alerts.EndAll()
		on.Screen.ShowNotice(format.Plural(ended, "alert") + " ended")
		return cmd, nil
	}
	var numbers []int
	for _, word := range words[1:] {
		number, err := strconv.Atoi(word)
		if err != nil {
			return nil, fmt.Errorf("%s is no number: it is :alert off 3, or :alert off for all", word)
		}
		numbers = append(numbers, number)
	}
	cmd, err := on.Alerts.End(numbers...)
	if err == nil {
		on.Screen.ShowNotice("alert " + strings.Join(words[1:], ", ") + " ended")
	}
	return cmd, err
}

// alertWords are what an alert can begin with, what is watched or a word of the language, and what can follow.
func alertWords(on Target) []string {
	return slices.Concat([]string{"silent", "match", "gap", "off"}, on.Alerts.Labels(), on.Alerts.Fields(),
		[]string{"crosses", "changes", "rate", "for", "once", "bell", "notify", "run"})
}
