package process

import "sockeye/model/terminal"

// noColour reports whether there are to be no colours: the operator wants none (https://no-color.org), or the terminal has
// none.
func noColour(getenv func(string) string) bool {
	return getenv("NO_COLOR") != "" || terminal.IsDEC(getenv("TERM"))
}
