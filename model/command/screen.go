package command

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/format"
	"sockeye/model/config"
	"sockeye/widgets/theme"
)

var screenCommands = []Command{
	{Name: "fps", Example: "5", Args: "N|auto", Help: "how often data is shown, in times a second", Complete: words("auto"), Run: fps},
	{Name: "link", Example: "10KiB/s", Args: "RATE|auto", Help: "what the link carries, where it cannot be measured: 1KiB/s", Complete: words("auto"), Run: link},
	{Name: "theme", Example: "dark", Args: strings.Join(theme.Names(), "|"), Help: "colours", Complete: words(theme.Names()...), Run: setTheme},
	{Name: "reload", Help: "read the configuration again", Run: reload},
	{Name: "help", Help: "keys and commands", Run: func(on Target, _ []string) (tea.Cmd, error) { on.Screen.ShowHelp(); return nil, nil }},
	{Name: "quit", Help: "leave", Run: func(Target, []string) (tea.Cmd, error) { return tea.Quit, nil }},
}

// fps sets how often data is shown.
func fps(on Target, args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errors.New("how often? :fps auto, or a number of times a second, such as :fps 5")
	}
	if args[0] == "auto" {
		on.Screen.SetFPS(0)
		return nil, nil
	}
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 1 || n > config.MaxFPS {
		return nil, errors.New(args[0] + " is no rate: it is auto, or a whole number from 1 to " + strconv.Itoa(config.MaxFPS))
	}
	on.Screen.SetFPS(n)
	return nil, nil
}

// link sets what the link carries.
func link(on Target, args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errors.New("how much does it carry? :link auto, or bytes a second, such as :link 1KiB/s")
	}
	rate, err := config.ParseLink(args[0])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", args[0], err)
	}
	on.Screen.SetLink(rate)
	return nil, nil
}

func setTheme(on Target, args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errors.New("which one? " + strings.Join(theme.Names(), ", "))
	}
	return nil, on.Screen.SetTheme(args[0])
}

func reload(on Target, _ []string) (tea.Cmd, error) {
	return on.Jobs.Begin(":reload", func(context.Context) (func() (tea.Cmd, error), func()) {
		apply, err := on.Screen.Reload()
		if err != nil {
			first, _, _ := strings.Cut(err.Error(), "\n")
			return failed(fmt.Errorf("the configuration is wrong, and the last good one stays: %s (`sockeye check` says it all)", first))
		}
		return func() (tea.Cmd, error) {
			changed, gone := apply()
			said := ""
			if len(changed) > 0 {
				said += "; R connects with the new preset of " + format.Listed(changed)
			}
			if len(gone) > 0 {
				said += "; it has no preset any more of " + format.Listed(gone)
			}
			on.Screen.ShowNotice("the configuration was read again" + said)
			return nil, nil
		}, func() {}
	})
}
