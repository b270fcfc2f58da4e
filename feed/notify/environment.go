package notify

import (
	"os"
	"slices"
	"strings"
)

// variables are what a command gets of the environment, with everything that begins with LC_. The program's own may hold
// the secrets of presets, which a command has no need of.
var variables = []string{
	"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TERM", "TZ", "TMPDIR", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY",
	"XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "SystemRoot",
}

// commandEnvironment is what a command gets of the environment, for os/exec.
func commandEnvironment() []string {
	env := []string{} // nil would be all of it
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if slices.Contains(variables, name) || strings.HasPrefix(name, "LC_") {
			env = append(env, entry)
		}
	}
	return env
}
