package command

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/format"
	"sockeye/feed/preset/lang"
)

// longestSnooze is how long alerts can be held back by one command: a longer time is better seen in the configuration.
const longestSnooze = 24 * time.Hour

var snoozeCommands = []Command{
	{Name: "snooze", Example: "30m", Args: "[30m [LABEL|N]|off]", Help: "hold alerts back: all, those on a label, or alert N; alone: say what is held back", Complete: snoozeWords, Run: snooze},
}

// snooze holds alerts back, or says what is held back.
func snooze(on Target, args []string) (tea.Cmd, error) {
	const like = "it is :snooze 30m, :snooze 30m XBT/USD, :snooze 30m 3 for alert 3, or :snooze off"
	switch {
	case len(args) == 0:
		on.Screen.ShowNotice(on.Alerts.Snoozed())
		return nil, nil
	case args[0] == "off" && len(args) == 1:
		if ended := on.Alerts.EndSnoozes(); ended == 0 {
			on.Screen.ShowNotice("nothing is snoozed")
		} else {
			on.Screen.ShowNotice("no alert is snoozed any more; what was held back and holds is raised now")
		}
		return nil, nil
	case args[0] == "off":
		return nil, fmt.Errorf(":snooze off ends all, and this has %q behind it", strings.Join(args[1:], " "))
	}
	length, err := lang.ParseDuration(args[0])
	switch {
	case err != nil:
		return nil, fmt.Errorf(":snooze %s: %w; %s", args[0], err, like)
	case length < time.Second || length > longestSnooze:
		return nil, fmt.Errorf(":snooze %s: this must be from 1s to %s; a time of every week is `quiet` in the configuration", args[0], format.Duration(longestSnooze))
	}
	label := strings.Join(args[1:], " ")
	number, err := strconv.Atoi(label)
	if err != nil {
		number = 0
	} else if label = ""; number <= 0 {
		return nil, fmt.Errorf("there is no alert %d; %s", number, like)
	}
	if err := on.Alerts.Snooze(length, number, label); err != nil {
		return nil, err
	}
	on.Screen.ShowNotice(on.Alerts.Snoozed())
	return nil, nil
}

// snoozeWords are usual lengths, and what is watched.
func snoozeWords(on Target) []string {
	return append([]string{"10m", "30m", "1h", "8h", "off"}, on.Alerts.Labels()...)
}
