package terminal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Clipboard is how a text comes to the operator's clipboard where the terminal is known not to store it there (OSC 52).
type Clipboard struct {
	why   string     // the terminal does not store it there
	tools [][]string // of this machine, that may; nil over a network, where the clipboard is another machine's
	dir   string     // of the files that are written where there is no tool
}

// NewClipboard finds out from the environment what the terminal does with OSC 52; nil where it may be known to it, or
// nothing is known. A multiplexer is what counts where there is one. dir is a folder for files, made when it is needed.
func NewClipboard(getenv func(string) string, remote bool, dir string) *Clipboard {
	c := &Clipboard{dir: dir}
	vte, err := strconv.Atoi(getenv("VTE_VERSION"))
	switch kind := getenv("TERM"); {
	case getenv("TMUX") != "": // whether it does is an option of it, and what it runs in is not in the environment
		return nil
	case getenv("STY") != "":
		c.why = "GNU screen has no clipboard"
	case kind == "linux" || strings.HasPrefix(kind, "linux-"):
		c.why = "the console has no clipboard"
	case IsDEC(kind):
		c.why = "the terminal has no clipboard"
	case getenv("TERM_PROGRAM") == "Apple_Terminal":
		c.why = "Apple's Terminal does not let programs copy"
	case err == nil && vte < 7600:
		c.why = "this terminal (VTE before 0.76) does not let programs copy"
	default:
		return nil
	}
	if remote {
		return c
	}
	switch {
	case runtime.GOOS == "darwin":
		c.tools = append(c.tools, []string{"pbcopy"})
	case runtime.GOOS == "windows" || getenv("WSL_DISTRO_NAME") != "":
		c.tools = append(c.tools, []string{"clip.exe"})
	}
	if getenv("WAYLAND_DISPLAY") != "" {
		c.tools = append(c.tools, []string{"wl-copy"})
	}
	if getenv("DISPLAY") != "" {
		c.tools = append(c.tools, []string{"xclip", "-selection", "clipboard"}, []string{"xsel", "--input", "--clipboard"})
	}
	return c
}

// IsDEC reports whether a kind of terminal, as TERM has it, is one of DEC's: vt52, vt100, vt220-w and the like. They have
// neither colours nor UTF-8 nor a clipboard.
func IsDEC(kind string) bool {
	number, ok := strings.CutPrefix(kind, "vt")
	return ok && number != "" && '0' <= number[0] && number[0] <= '9'
}

// toolTime is how long a tool may take.
const toolTime = 3 * time.Second

// Copy passes a text to the first tool that accepts it, or else writes it to a file, and returns what was done. It may block
// for seconds.
func (c *Clipboard) Copy(text string) (done string, err error) {
	for _, tool := range c.tools {
		ctx, cancel := context.WithTimeout(context.Background(), toolTime)
		command := exec.CommandContext(ctx, tool[0], tool[1:]...)
		command.Stdin = strings.NewReader(text)
		command.WaitDelay = toolTime // for what the tool has started and left behind with its input
		err := command.Run()
		cancel()
		if err == nil {
			return "copied with " + tool[0] + ": " + c.why, nil
		}
	}
	name, err := c.write(text)
	if err != nil {
		return "", fmt.Errorf("not copied: %s, and a file cannot be written: %w", c.why, err)
	}
	return "written to " + name + ": " + c.why, nil
}

// write writes a text to a new file, which it names.
func (c *Clipboard) write(text string) (name string, err error) {
	if c.dir == "" {
		return "", errors.New("there is no home directory to write it to: set XDG_STATE_HOME")
	}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return "", err
	}
	file, err := os.CreateTemp(c.dir, "copied-*.txt")
	if err != nil {
		return "", err
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Close()); err != nil {
		os.Remove(file.Name())
		return "", err
	}
	return filepath.Clean(file.Name()), nil
}
