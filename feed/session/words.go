package session

import "strings"

// listed names symbols for an entry of the log, not more than fit.
func listed(symbols []string) string {
	const most = 5
	if len(symbols) <= most {
		return strings.Join(symbols, ", ")
	}
	return strings.Join(symbols[:most-1], ", ") + " and others"
}

// plural is a noun for so many names.
func plural(noun string, names []string) string {
	if len(names) == 1 {
		return noun
	}
	return noun + "s"
}
