package command

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/preset/yamldoc"
)

var columnCommands = []Command{
	{Name: "columns", Example: "bid ask", Args: "NAME...|all", Help: "which values have columns, in the log, or in the watchlist if the keys are there",
		Complete: func(on Target) []string { return append(on.Columns.All(), "all") }, Run: columns},
}

// columns chooses the values that have columns in the pane with the keys.
func columns(on Target, args []string) (tea.Cmd, error) {
	all := on.Columns.All()
	switch {
	case len(all) == 0:
		return nil, fmt.Errorf("%s has no columns of values: the preset names none", on.Columns.Pane())
	case len(args) == 0:
		return nil, fmt.Errorf("which? %s can have %s; :columns all shows all of them", on.Columns.Pane(), strings.Join(all, ", "))
	case len(args) == 1 && args[0] == "all":
		on.Columns.Show(nil)
		return nil, nil
	}
	for _, name := range args {
		if !slices.Contains(all, name) {
			return nil, noColumn(on.Columns.Pane(), name, all)
		}
	}
	on.Columns.Show(slices.Compact(slices.Clone(args)))
	return nil, nil
}

// noColumn is the error for a name that no column has.
func noColumn(pane, name string, all []string) error {
	hint := "it is one of " + strings.Join(all, ", ")
	if near, ok := yamldoc.Nearest(name, all); ok {
		hint = "did you mean " + near + "?"
	}
	return errors.New(pane + " has no column " + name + ": " + hint)
}
