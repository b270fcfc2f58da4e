package model

import (
	"charm.land/bubbles/v2/key"

	"sockeye/model/dialog"
	"sockeye/widgets/inspect"
	"sockeye/widgets/logview"
	"sockeye/widgets/watchlist"
)

// KeyMap are the keys of the screen: those that the screen answers to by itself, and those of each widget.
type KeyMap struct {
	Help, Command, NextPane, PrevPane, NextFeed, PrevFeed, Feed, Zoom   key.Binding
	Subscribe, Unsubscribe, UnsubscribeAll, Toggle, Again, List         key.Binding
	Sort, Add                                                           key.Binding
	Kind, Reset, Back, Forward, Interval, Lock, Left, Right, Seek, Hide key.Binding
	Inspect, StepNext, StepPrev, Plot, Copy, CopyPath, Search, Filter   key.Binding
	Reconnect, Wider, Narrower, Freeze, Clear, Mouse, Percent           key.Binding
	Alerts, Acknowledge, AlertOn                                        key.Binding
	Peel, Quit, Keep, Suspend, Leave                                    key.Binding

	log     logview.KeyMap
	inspect inspect.KeyMap
	list    watchlist.KeyMap
}

// DefaultKeys returns the keys that hands used to vim, less and k9s expect.
func DefaultKeys() *KeyMap {
	bind := func(help, what string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, what))
	}
	return &KeyMap{
		Help:           bind("?", "help", "?"),
		Command:        bind(":", "command", ":"),
		NextPane:       bind("tab", "next pane", "tab"),
		PrevPane:       bind("shift+tab", "previous pane", "shift+tab"),
		NextFeed:       bind("f", "next feed", "f"),
		PrevFeed:       bind("F", "previous feed", "F"),
		Feed:           bind("1-9", "feed by number", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
		Zoom:           bind("z", "full screen", "z"),
		Subscribe:      bind("s", "subscribe", "s"),
		Unsubscribe:    bind("u", "unsubscribe", "u"),
		UnsubscribeAll: bind("U", "unsubscribe all", "U"),
		Toggle:         bind("space", "subscribe or unsubscribe", "space"),
		Again:          bind("r", "try a rejected one again", "r"),
		List:           bind("W", "watchlist", "W"),
		Sort:           bind("o", "order", "o"),
		Add:            bind("x", "add to the chart, or take away", "x"),
		Kind:           bind("v", "chart: sparkline, line, candles, off", "v"),
		Reset:          bind("0", "the present, unlocked", "0"),
		Back:           bind("[", "earlier", "["),
		Forward:        bind("]", "later", "]"),
		Interval:       bind("i", "length of candles", "i"),
		Lock:           bind("Y", "lock or free the y range", "Y"),
		Left:           bind("left", "crosshair to the left", "left"),
		Right:          bind("right", "crosshair to the right", "right"),
		Seek:           bind("enter", "the log at the crosshair", "enter"),
		Hide:           bind("space", "hide the selected series, or show it again", "space"),
		Inspect:        bind("enter", "inspect", "enter"),
		StepNext:       bind("J", "next message", "J"),
		StepPrev:       bind("K", "previous message", "K"),
		Plot:           bind("P", "plot this field", "P"),
		Copy:           bind("c", "copy", "c"),
		CopyPath:       bind("y", "copy the path", "y"),
		Search:         bind("/", "search", "/"),
		Filter:         bind("&", "filter; &! excludes", "&"),
		Reconnect:      bind("R", "reconnect", "R"),
		Wider:          bind("+", "longer window", "+", "="),
		Narrower:       bind("-", "shorter window", "-"),
		Freeze:         bind("p", "freeze, or live again", "p"),
		Alerts:         bind("A", "alerts", "A"),
		Acknowledge:    bind("a", "acknowledge the alerts", "a"),
		AlertOn:        bind("!", "alert on this field", "!"),
		Percent:        bind("%", "changes in per cent, or values", "%"),
		Clear:          bind("X", "clear the log", "X"),
		Mouse:          bind("f2", "mouse on, or off", "f2"),
		Peel:           bind("esc", "back", "esc"),
		Quit:           bind("q", "back; at the base, quit", "q"),
		Keep:           bind("Q", "leave, and keep this screen above the prompt", "Q"),
		Suspend:        bind("ctrl+z", "suspend; fg in the shell goes on", "ctrl+z"),
		Leave:          bind("ctrl+c", "leave at once", "ctrl+c"),

		log:     logview.DefaultKeyMap(),
		inspect: inspect.DefaultKeyMap(),
		list:    watchlist.DefaultKeyMap(),
	}
}

// forDialogs returns the keys that dialogs share with the panes.
func (k *KeyMap) forDialogs() dialog.Keys {
	return dialog.Keys{
		Back: k.Peel, Quit: k.Quit, Help: k.Help,
		Up: k.list.Up, Down: k.list.Down, PageUp: k.list.PageUp, PageDown: k.list.PageDown, Top: k.list.Top, Bottom: k.list.Bottom,
		HalfUp: k.log.HalfUp, HalfDown: k.log.HalfDown, FreezePage: k.log.FreezePage,
	}
}
