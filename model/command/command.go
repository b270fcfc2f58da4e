// Package command has the commands that are typed after a colon: what each is called, its arguments, what it does, what completes
// them, and the work that some begin beside the screen. A file has the commands of one subject, and their part of the table.
//
// A command parses what was typed, and acts on a [Target]. It draws nothing and waits for nothing: what does is work of [Jobs].
package command

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/preset/yamldoc"
)

// Command is something that can be typed after a colon.
type Command struct {
	Name string
	Args string // as the help shows them; "" where it has none
	Help string // what it does

	Example string // of its arguments; "" where it needs none

	Text  bool // its argument is one text, spaces and all
	File  bool // its argument is the name of a file
	Sends bool // it asks the server for something, which a screen that only reads does not, and a replay neither

	Connects bool // it makes or ends a connection, which a replay has not
	Replays  bool // it is for a replay alone

	Complete func(on Target) []string // what an argument can be; nil: nothing is known
	Run      func(on Target, args []string) (tea.Cmd, error)
}

// commands are all commands, in the order of the help.
var commands = slices.Concat(feedCommands, connectionCommands, filterCommands, columnCommands, chartCommands, gotoCommands, replayCommands, alertCommands, snoozeCommands, entryCommands, recordCommands, screenCommands)

// All returns all commands, in the order of the help. They are not to be changed.
func All() []Command { return commands }

// ErrReadOnly is why a screen that only reads sends nothing.
var ErrReadOnly = errors.New("nothing is sent: Sockeye was started with --read-only")

// Execute runs a command line, without its colon. refuses returns why a command does nothing on this screen, or nil. The error says
// what is wrong with the line, or why nothing was done.
func Execute(on Target, line string, refuses func(*Command) error) (tea.Cmd, error) {
	typed := strings.Fields(line)
	if len(typed) == 0 {
		return nil, nil
	}
	c, err := find(typed[0])
	args := typed[1:]
	if err == nil {
		err = refuses(c)
	}
	switch {
	case err != nil:
		return nil, err
	case c.Args == "" && len(args) > 0:
		return nil, fmt.Errorf(":%s has no arguments, and this has %q", c.Name, strings.Join(args, " "))
	}
	if _, rest, found := strings.Cut(strings.TrimLeft(line, " "), " "); c.Text && found && len(args) > 0 {
		args = []string{rest}
	}
	return c.Run(on, args)
}

// find returns a command by its name.
func find(name string) (*Command, error) {
	if i := slices.IndexFunc(commands, func(c Command) bool { return c.Name == name }); i >= 0 {
		return &commands[i], nil
	}
	hint := ""
	if near, ok := yamldoc.Nearest(name, names()); ok {
		hint = ", did you mean :" + near + "?"
	}
	return nil, fmt.Errorf("no command :%s%s", name, hint)
}

func names() (all []string) {
	for i := range commands {
		all = append(all, commands[i].Name)
	}
	return all
}

// Complete returns what the last word of a command line can become; or where that is the name of a file, what looks it up,
// which may wait for a disk. A command that is refused, as in Execute, has nothing to offer.
func Complete(on Target, line string, refuses func(*Command) error) (words []string, lookup func() []string) {
	typed := strings.Split(line, " ")
	if len(typed) == 1 {
		return names(), nil
	}
	c, err := find(typed[0])
	switch {
	case err != nil || refuses(c) != nil:
		return nil, nil
	case c.File:
		return nil, func() []string { return files(typed[len(typed)-1]) }
	case c.Complete != nil:
		return c.Complete(on), nil
	}
	return nil, nil
}

// Hint returns the form of the arguments of the command of a line, with an example, before the first of them is typed; "" where the
// line is something else, or the command has no arguments.
func Hint(line string) string {
	name, arguments, typed := strings.Cut(line, " ")
	i := slices.IndexFunc(commands, func(c Command) bool { return c.Name == name })
	if !typed || arguments != "" || i < 0 || commands[i].Args == "" {
		return ""
	}
	c := &commands[i]
	if c.Example == "" {
		return c.Args
	}
	return c.Args + ", such as :" + c.Name + " " + c.Example
}

// words returns a completion that is always the same.
func words(all ...string) func(Target) []string { return func(Target) []string { return all } }

// mostFiles is how many names of files are looked up, at the most: more cannot be read, and a folder may have a million.
const mostFiles = 1000

// files returns the files and folders whose names begin with a word; of a great many, the first ones.
func files(word string) (found []string) {
	dir, begin := filepath.Split(word)
	entries, _ := os.ReadDir(filepath.Clean(dir)) // what cannot be read has nothing to offer
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), begin) {
			continue
		}
		name := dir + entry.Name()
		if info, err := os.Stat(name); err == nil && info.IsDir() { // also behind a symbolic link
			name += string(filepath.Separator)
		}
		if found = append(found, name); len(found) == mostFiles {
			break
		}
	}
	return found
}
