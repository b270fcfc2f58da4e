package command

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/widgets/axis"
	"sockeye/widgets/chart"
)

var chartCommands = []Command{
	{Name: "window", Example: "5m", Args: "DURATION", Help: "length of the chart: 15s to 6h", Complete: words("15s", "1m", "5m", "15m", "1h", "6h"), Run: window},
	{Name: "plot", Example: "data.0.price as price", Args: "PATH [by PATH] [as NAME]", Help: "chart the number at a path of every message, a row for each text at the second path", Run: plot},
	{Name: "unplot", Example: "price", Args: "NAME", Help: "remove a plot from the chart", Complete: func(on Target) []string { return on.Feed.Plots() }, Run: unplot},
	{Name: "chart", Example: "candle", Args: strings.Join(chartNames(), "|"), Help: "kind of chart", Complete: words(chartNames()...), Run: chartKind},
	{Name: "candle", Example: "5s", Args: "DURATION", Help: "length of candles made from values", Complete: words("1s", "5s", "15s", "1m", "5m", "15m", "1h"), Run: candle},
	{Name: "overlay", Example: "ma 20", Args: "ma N|vwap|off", Help: "a line over the values, or without it again: the average of N candles, or of the prices by volume since midnight",
		Complete: words("ma 20", "ma 50", "vwap", "off"), Run: overlay},
	{Name: "y", Example: "61000 61500", Args: "LOW HIGH|auto", Help: "lock the y range, or let it follow", Complete: words("auto"), Run: yRange},
}

// The windows that a chart can have.
const (
	shortestWindow = 15 * time.Second
	longestWindow  = 6 * time.Hour
)

func window(on Target, args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errors.New("how long? for example :window 5m")
	}
	d, err := time.ParseDuration(args[0])
	if err != nil || d < shortestWindow || d > longestWindow {
		return nil, fmt.Errorf("%s is no window: it is a time from 15s to 6h, such as 90s or 5m", args[0])
	}
	on.Chart.SetWindow(d)
	return nil, nil
}

func plot(on Target, args []string) (tea.Cmd, error) {
	by, name := "", ""
	for i := 1; i < len(args); i += 2 {
		switch {
		case i+1 < len(args) && args[i] == "by" && by == "":
			by = args[i+1]
		case i+1 < len(args) && args[i] == "as" && name == "":
			name = args[i+1]
		default:
			return nil, errPlot
		}
	}
	if len(args) == 0 {
		return nil, errPlot
	}
	if field, known := on.Chart.Field(args[0]); known && by == "" && name == "" {
		on.Chart.ShowField(field)
		on.Screen.ShowNotice(field + " is in the chart")
		return nil, nil
	}
	field := cmp.Or(name, args[0])
	return on.Screen.Await(on.Ask.Plot(args[0], by, name), func(err error) {
		if err != nil {
			on.Screen.ShowNotice(err.Error())
			return
		}
		on.Chart.ShowField(field)
		on.Screen.ShowNotice(field + " is plotted, with the past in the log")
	}), nil
}

var errPlot = errors.New("it is :plot PATH [by PATH] [as NAME], for example :plot data.0.price by data.0.symbol as price")

func unplot(on Target, args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errors.New("which one? " + strings.Join(on.Feed.Plots(), ", "))
	}
	return on.Screen.Await(on.Ask.Unplot(args[0]), func(err error) {
		if err != nil {
			on.Screen.ShowNotice(err.Error())
			return
		}
		on.Chart.ShowFirstField()
	}), nil
}

// chartOff is the name for no chart.
const chartOff = "off"

// chartNames are what a chart can be.
func chartNames() (names []string) {
	for _, kind := range chart.Kinds {
		names = append(names, kind.Name())
	}
	return append(names, chartOff)
}

func chartKind(on Target, args []string) (tea.Cmd, error) {
	names := chartNames()
	switch at := slices.Index(names, strings.Join(args, " ")); {
	case at < 0:
		kinds := names[:len(names)-1]
		return nil, fmt.Errorf("it is :chart %s or %s", strings.Join(kinds, ", "), chartOff)
	case at < len(chart.Kinds):
		on.Chart.Draw(chart.Kinds[at])
	default:
		on.Chart.Hide()
	}
	return nil, nil
}

func candle(on Target, args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errors.New("how long? for example :candle 5s")
	}
	d, err := time.ParseDuration(args[0])
	if err != nil || d < time.Second || d > 24*time.Hour {
		return nil, fmt.Errorf("%s is no length of a candle: it is a time from 1s to 24h", args[0])
	}
	on.Chart.DrawCandles(d)
	return nil, nil
}

func yRange(on Target, args []string) (tea.Cmd, error) {
	if len(args) == 1 && args[0] == "auto" {
		on.Chart.SetRange(axis.Scale{})
		return nil, nil
	}
	if len(args) == 2 {
		low, err1 := strconv.ParseFloat(args[0], 64)
		high, err2 := strconv.ParseFloat(args[1], 64)
		if bounds := (axis.Scale{Min: low, Max: high}); err1 == nil && err2 == nil && bounds.IsSet() {
			on.Chart.SetRange(bounds)
			return nil, nil
		}
	}
	return nil, errors.New("it is :y LOW HIGH, for example :y 0 100, or :y auto")
}

func overlay(on Target, args []string) (tea.Cmd, error) {
	switch {
	case len(args) == 1 && args[0] == "off":
		on.Chart.ClearOverlays()
		return nil, nil
	case len(args) == 1 && args[0] == "vwap":
		return nil, on.Chart.ToggleVWAP()
	case len(args) == 2 && args[0] == "ma":
		if n, err := strconv.Atoi(args[1]); err == nil && n >= 2 && n <= longestAverage {
			on.Chart.ToggleAverage(n)
			return nil, nil
		}
	}
	return nil, fmt.Errorf("it is :overlay ma N with an N from 2 to %d, for example :overlay ma 20, or :overlay vwap, or :overlay off", longestAverage)
}

// longestAverage is of how many candles an average can be.
const longestAverage = 500
