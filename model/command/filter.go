package command

import (
	"errors"

	tea "charm.land/bubbletea/v2"
)

var filterCommands = []Command{
	{Name: "filter", Example: "BTC|ETH", Args: "REGEXP", Help: "show only entries that match", Text: true, Run: filter},
	{Name: "exclude", Example: "heartbeat", Args: "REGEXP", Help: "hide entries that match", Text: true, Run: exclude},
	{Name: "nofilter", Help: "show everything again", Run: func(on Target, _ []string) (tea.Cmd, error) { return on.Log.ClearFilters(), nil }},
	{Name: "hb", Example: "show", Args: "show|hide", Help: "heartbeats in the log, from now on", Complete: words("show", "hide"), Run: heartbeats},
}

func filter(on Target, args []string) (tea.Cmd, error) {
	if len(args) == 0 {
		return nil, errors.New("what is to be shown? a regular expression, for example :filter BTC|ETH")
	}
	return on.Log.AddFilter(args[0], false)
}

func exclude(on Target, args []string) (tea.Cmd, error) {
	if len(args) == 0 {
		return nil, errors.New("what is to be hidden? a regular expression, for example :exclude heartbeat")
	}
	return on.Log.AddFilter(args[0], true)
}

func heartbeats(on Target, args []string) (tea.Cmd, error) {
	if len(args) != 1 || args[0] != "show" && args[0] != "hide" {
		return nil, errors.New("it is :hb show or :hb hide")
	}
	on.Ask.ShowHeartbeats(args[0] == "show")
	return nil, nil
}
