package config

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"sockeye/feed/preset/yamldoc"
	"sockeye/feed/recording"
)

// What is kept of recordings where nothing else is said.
const (
	defaultKeep = 24 * time.Hour
	defaultMax  = 10 << 30

	leastKeep = time.Minute
	leastMax  = 1 << 20
)

// defaultRecord is `record` where no file says it.
func defaultRecord() recording.Folder {
	return recording.Folder{Path: under(StateDir(), "recordings"), Keep: defaultKeep, Max: defaultMax}
}

// readRecord reads `record`. Only what the file says is in the result.
func readRecord(s *yamldoc.Source, n *yamldoc.Node) (out []setting) {
	f := s.Fields(n, "record")
	set := func(name, text string, apply func(*recording.Folder)) {
		out = append(out, setting{section: "record", name: name, text: text, from: s.Name, apply: func(c *Config) { apply(&c.Record) }})
	}
	dir, keep, most := "", time.Duration(0), int64(0)
	f.NonEmpty("dir", &dir)
	f.Duration("keep", &keep)
	f.Size("max", &most)
	if dir != "" {
		path, ok := absolute(dir)
		if !ok {
			s.Report(f.Get("dir").Line, f.Get("dir").Column, "", "`dir` must begin with / or ~/")
		}
		set("dir", yamldoc.QuoteScalar(dir), func(r *recording.Folder) { r.Path = path })
	}
	if n := f.Get("keep"); n != nil && n.Text != "" {
		if keep < leastKeep && keep > 0 {
			s.Report(n.Line, n.Column, "", "`keep`: this must be 1m at least")
		}
		set("keep", n.Text, func(r *recording.Folder) { r.Keep = keep })
	}
	if n := f.Get("max"); n != nil && n.Text != "" {
		if most < leastMax && most > 0 {
			s.Report(n.Line, n.Column, "", "`max`: this must be 1MiB at least")
		}
		set("max", n.Text, func(r *recording.Folder) { r.Max = most })
	}
	f.Done()
	return out
}

// absolute is a path of a folder, of which a ~ at the beginning is the home directory.
func absolute(dir string) (path string, ok bool) {
	if rest, found := strings.CutPrefix(dir, "~/"); found {
		home, err := os.UserHomeDir()
		return filepath.Join(home, rest), err == nil
	}
	return dir, filepath.IsAbs(dir)
}
