package preset

// UI holds the settings of the screen.
type UI struct {
	FPS     int   // pace of the data in batches a second; 0 is auto
	UTC     bool  // times are shown in UTC, not in local time
	History int64 // bytes that all feeds together may keep; 64 MiB by default
}

const (
	defaultHistory = 64 << 20
	maxFPS         = 60
)

// setting is one key of a configuration that is no preset: what it does, and what `sockeye config` shows.
type setting struct {
	name  string // `open`, or a key of `ui`
	text  string // as YAML
	from  string // the file that says it
	apply func(*UI)
}

// settings reads `ui`. Only what the file says is in the result.
func (s *source) settings(n *node) []setting {
	var out []setting
	f := s.fields(n, "ui")
	add := func(name string, apply func(*UI)) {
		out = append(out, setting{name: name, text: f.take(name).text, from: s.name, apply: apply})
	}
	if n := f.take("fps"); n != nil {
		fps, ok := parseIndex(n.text)
		switch {
		case n.text == "auto":
			add("fps", func(ui *UI) { ui.FPS = 0 })
		case n.kind == Number && ok && 1 <= fps && fps <= maxFPS:
			add("fps", func(ui *UI) { ui.FPS = fps })
		default:
			s.report(n.line, n.column, "", "`fps` wants `auto`, or a whole number from 1 to %d", maxFPS)
		}
	}
	if n := f.take("time"); n != nil {
		if n.text == "local" || n.text == "utc" {
			add("time", func(ui *UI) { ui.UTC = n.text == "utc" })
		} else {
			s.report(n.line, n.column, "", "`time` wants `local` or `utc`")
		}
	}
	history := int64(0)
	if f.size("history", &history); history > 0 {
		add("history", func(ui *UI) { ui.History = history })
	}
	f.done()
	return out
}
