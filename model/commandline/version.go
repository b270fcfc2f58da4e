package commandline

import (
	"runtime/debug"
	"strings"
)

// What a release is built with, by -ldflags -X. A build without them is known by what Go records in it.
var (
	releaseVersion = "" // as in v1.2.3
	releaseCommit  = ""
	releaseDate    = "" // of the commit, RFC 3339
)

// version is that of the program, in one word.
func version() string {
	if releaseVersion != "" {
		return releaseVersion
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}

// build is the version with the commit and its date, as far as they are known.
func build() string {
	commit, date := releaseCommit, releaseDate
	changed := ""
	if info, ok := debug.ReadBuildInfo(); ok && commit == "" {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				commit = s.Value
			case "vcs.time":
				date = s.Value
			case "vcs.modified":
				if s.Value == "true" {
					changed = ", changed since"
				}
			}
		}
	}
	text := version() + ", commit "
	if commit == "" {
		return text + "unknown"
	}
	text += commit[:min(len(commit), 12)] + changed
	if date, _, _ = strings.Cut(date, "T"); date != "" {
		text += ", " + date
	}
	return text
}
