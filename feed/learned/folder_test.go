package learned_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/feed/freshness"
	"sockeye/feed/learned"
	"sockeye/feed/preset"
)

// ticker is a preset.
const ticker = `presets:
  ticker-1:
    url: ws://127.0.0.1:1/${interval}?key=${secret:KEY}
    params: {symbols: [A, B], interval: 5}
    subscribe: {send: {sub: "${symbol}"}}
`

func bind(t *testing.T, text string, overrides ...preset.Override) *preset.Bound {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	env := preset.Env{LookupEnv: func(string) (string, bool) { return "hush-hush", true }}
	bound, err := presets[0].Bind(env, overrides)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// rhythm has so many intervals of a second.
func rhythm(n int, last time.Time) freshness.Rhythm {
	r := freshness.Rhythm{Last: last}
	for range n {
		r.Intervals.Add(time.Second)
	}
	return r
}

// rhythms have labels with so many intervals each.
func rhythms(labels map[string]int) freshness.Rhythms {
	r := freshness.Rhythms{Labels: make(map[string]freshness.Rhythm)}
	for name, n := range labels {
		r.Labels[name] = rhythm(n, now)
	}
	return r
}

// wants checks what is read: how many intervals of each label.
func wants(t *testing.T, d *learned.Folder, p *preset.Bound, labels map[string]int) {
	t.Helper()
	r, err := d.Read(p, now)
	if err != nil {
		t.Error(err)
	}
	if len(r.Labels) != len(labels) {
		t.Errorf("%d labels are read, not %d", len(r.Labels), len(labels))
	}
	for name, n := range labels {
		got := r.Labels[name]
		if got.Intervals.Added() != n {
			t.Errorf("%q has %d intervals, not %d", name, got.Intervals.Added(), n)
		}
	}
}

func write(t *testing.T, d *learned.Folder, p *preset.Bound, r freshness.Rhythms) {
	t.Helper()
	if err := d.Write(p, r, now); err != nil {
		t.Fatal(err)
	}
}

// only returns the one file of a folder.
func only(t *testing.T, folder string) string {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 {
		t.Fatalf("there are %v, %v", files, err)
	}
	return filepath.Join(folder, files[0].Name())
}

func TestWhatWasLearnedIsReadAgain(t *testing.T) {
	d, p := learned.New(filepath.Join(t.TempDir(), "state", "learned")), bind(t, ticker)
	wants(t, d, p, nil)
	r := rhythms(map[string]int{"A": 10, "a\n\"line\"\x1b": 300})
	r.First, r.FirstAt = time.Minute, now.Add(-time.Hour)
	of := r.Labels["A"]
	of.Day.Events[7], of.Day.Days[7] = 1234.5, 2.25
	r.Labels["A"] = of
	write(t, d, p, r)
	wants(t, d, p, map[string]int{"A": 10, "a\n\"line\"\x1b": 300})
	again, err := d.Read(p, now)
	if err != nil || again.First != time.Minute || !again.FirstAt.Equal(r.FirstAt) || !again.Labels["A"].Last.Equal(now) {
		t.Errorf("first is %v, learned at %v, %v", again.First, again.FirstAt, err)
	}
	was, is := r.Labels["A"], again.Labels["A"]
	if was.Day != is.Day {
		t.Errorf("the day %v becomes %v", was.Day, is.Day)
	}
	before, _ := was.Intervals.Limits()
	if after, ok := is.Intervals.Limits(); !ok || after != before {
		t.Errorf("limits %+v become %+v", before, after)
	}
}

func TestWhatMakesAnotherRhythmHasAnotherFile(t *testing.T) {
	d, p := learned.New(t.TempDir()), bind(t, ticker)
	write(t, d, p, rhythms(map[string]int{"A": 10}))
	for name, other := range map[string]*preset.Bound{
		"another param":  bind(t, ticker, preset.Override{Name: "interval", Text: "60"}),
		"another host":   bind(t, strings.ReplaceAll(ticker, "127.0.0.1:1", "127.0.0.1:2")),
		"another preset": bind(t, strings.ReplaceAll(ticker, "ticker-1", "ticker-2")),
	} {
		if r, err := d.Read(other, now); err != nil || len(r.Labels) > 0 {
			t.Errorf("%s: %d labels, %v", name, len(r.Labels), err)
		}
	}
	wants(t, d, bind(t, ticker, preset.Override{Name: "symbols", Text: "C,D"}), map[string]int{"A": 10})
	wants(t, d, bind(t, ticker+"    silence: 30s\n"), map[string]int{"A": 10})
}

func TestTheDemoExchangeIsOneFeedWhereverItListens(t *testing.T) {
	d := learned.New(t.TempDir())
	presets, err := preset.Parse("test.yaml", []byte("presets:\n  demo:\n    url: ${demo}/?rate=1\n"))
	if err != nil {
		t.Fatal(err)
	}
	at := func(address string) *preset.Bound {
		p, err := presets[0].Bind(preset.Env{Demo: func() (string, error) { return address, nil }}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	write(t, d, at("ws://127.0.0.1:1"), rhythms(map[string]int{"A": 10}))
	wants(t, d, at("ws://127.0.0.1:2"), map[string]int{"A": 10})
}

func TestTheFileHasNoSecret(t *testing.T) {
	folder := t.TempDir()
	write(t, learned.New(folder), bind(t, ticker), rhythms(map[string]int{"A": 10}))
	name := only(t, folder)
	text, err := os.ReadFile(name)
	if err != nil || strings.Contains(name+string(text), "hush") || !strings.Contains(name, "ticker-1-") {
		t.Errorf("%s has %q, %v", name, text, err)
	}
}

// TestAProgramKeepsWhatAnotherOneHasLearned has two programs watch one feed with different symbols, and later one of which the
// preset has changed.
func TestAProgramKeepsWhatAnotherOneHasLearned(t *testing.T) {
	folder, p := t.TempDir(), bind(t, ticker)
	one, two := learned.New(folder), learned.New(folder)
	write(t, one, p, rhythms(map[string]int{"A": 10, "B": 20}))
	write(t, two, p, rhythms(map[string]int{"B": 12, "C": 30}))
	wants(t, one, p, map[string]int{"A": 10, "B": 20, "C": 30})
	write(t, one, p, rhythms(map[string]int{"B": 25}))
	wants(t, two, p, map[string]int{"A": 10, "B": 25, "C": 30})
}

func TestAFileIsWholeWhileProgramsWriteIt(t *testing.T) {
	folder, p := t.TempDir(), bind(t, ticker)
	var writers sync.WaitGroup
	for i := range 8 {
		writers.Go(func() {
			for n := range 20 {
				if err := learned.New(folder).Write(p, rhythms(map[string]int{fmt.Sprint(i): 8 + n}), now); err != nil {
					t.Error(err)
				}
				if _, err := learned.New(folder).Read(p, now); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	only(t, folder)
}

func TestWhatWasLearnedLongAgoIsNotUsed(t *testing.T) {
	d, p := learned.New(t.TempDir()), bind(t, ticker)
	r := rhythms(map[string]int{"A": 10})
	r.Labels["gone"] = rhythm(10, now.Add(-learned.Keep/2))
	r.First, r.FirstAt = time.Minute, now.Add(-learned.Keep/2)
	write(t, d, p, r)
	wants(t, d, p, map[string]int{"A": 10, "gone": 10})
	later, err := d.Read(p, now.Add(learned.Keep*3/4))
	if err != nil || len(later.Labels) != 1 || later.First != 0 {
		t.Errorf("later: %d labels, first %v, %v", len(later.Labels), later.First, err)
	}
}

// TestTheFileIsBounded has more labels than it can hold, each with as many buckets as there can be.
func TestTheFileIsBounded(t *testing.T) {
	folder, p := t.TempDir(), bind(t, ticker+"    limits: {labels: 10}\n")
	r := rand.New(rand.NewPCG(1, 2))
	var full freshness.Intervals
	for range 4000 {
		full.Add(time.Duration(1+r.ExpFloat64()*float64(time.Millisecond)) << r.IntN(30))
	}
	many := freshness.Rhythms{Labels: make(map[string]freshness.Rhythm)}
	for i := range 5000 {
		many.Labels[fmt.Sprint(i, strings.Repeat("x", 180))] = freshness.Rhythm{Intervals: full, Last: now.Add(-time.Duration(i) * time.Second)}
	}
	d := learned.New(folder)
	write(t, d, p, many)
	write(t, d, p, many)
	if info, err := os.Stat(only(t, folder)); err != nil || info.Size() > learned.MaxBytes || info.Size() < learned.MaxBytes/2 {
		t.Errorf("%v, %v", info, err)
	}
	got, err := d.Read(p, now)
	if _, newest := got.Labels[fmt.Sprint(0, strings.Repeat("x", 180))]; err != nil || len(got.Labels) != 10 || !newest {
		t.Errorf("%d labels are read, the newest: %v, %v", len(got.Labels), newest, err)
	}
}

// TestADamagedFileCostsWhatIsDamaged has a file that lost its end, and one of which a line is no line.
func TestADamagedFileCostsWhatIsDamaged(t *testing.T) {
	for what, damage := range map[string]func(text string) string{
		"it ends early": func(text string) string { return text[:len(text)-10] },
		"a line is none": func(text string) string {
			lines := strings.SplitAfter(text, "\n")
			return lines[0] + lines[1] + "x\n"
		},
		"intervals are none": func(text string) string {
			lines := strings.SplitAfter(text, "\n")
			return lines[0] + lines[1] + `{"label":"x","last":"2026-03-01T12:00:00Z","intervals":"8 1:NaN"}` + "\n"
		},
	} {
		folder, p := t.TempDir(), bind(t, ticker)
		d := learned.New(folder)
		write(t, d, p, rhythms(map[string]int{"A": 10, "B": 10}))
		name := only(t, folder)
		text, _ := os.ReadFile(name)
		if err := os.WriteFile(name, []byte(damage(string(text))), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := d.Read(p, now)
		if err == nil || !strings.Contains(err.Error(), name) || len(r.Labels) != 1 {
			t.Errorf("%s: %d labels, %v", what, len(r.Labels), err)
		}
		write(t, d, p, rhythms(map[string]int{"C": 10}))
		wants(t, d, p, map[string]int{"A": 10, "C": 10})
	}
}

// TestAnEmptyFileIsOneOfWhichNothingIsKnown has what a machine leaves that has lost its power.
func TestAnEmptyFileIsOneOfWhichNothingIsKnown(t *testing.T) {
	folder, p := t.TempDir(), bind(t, ticker)
	d := learned.New(folder)
	write(t, d, p, rhythms(map[string]int{"A": 10}))
	if err := os.Truncate(only(t, folder), 0); err != nil {
		t.Fatal(err)
	}
	wants(t, d, p, nil)
	write(t, d, p, rhythms(map[string]int{"A": 12}))
	wants(t, d, p, map[string]int{"A": 12})
}

// TestWhatIsNotOursStaysAsItIs puts something else in the place of the file.
func TestWhatIsNotOursStaysAsItIs(t *testing.T) {
	foreign := func(text string) func(t *testing.T, name string) {
		return func(t *testing.T, name string) {
			if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for what, put := range map[string]func(t *testing.T, name string){
		"text":            foreign("something else\n"),
		"JSON":            foreign(`{"a":1}` + "\n"),
		"a later version": foreign(`{"rhythms":2,"feed":"ticker-1"}` + "\n"),
		"a large file":    foreign(strings.Repeat("x", learned.MaxBytes+1)),
		"a folder": func(t *testing.T, name string) {
			if err := os.Mkdir(name, 0o700); err != nil {
				t.Fatal(err)
			}
		},
		"a pipe": func(t *testing.T, name string) { feedtest.NamedPipe(t, name) },
		"a device": func(t *testing.T, name string) {
			if err := os.Symlink("/dev/zero", name); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(what, func(t *testing.T) {
			folder, p := t.TempDir(), bind(t, ticker)
			d := learned.New(folder)
			write(t, d, p, rhythms(map[string]int{"A": 10}))
			name := only(t, folder)
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
			put(t, name)
			before, _ := os.Lstat(name)
			if r, err := d.Read(p, now); err == nil || !strings.Contains(err.Error(), name) || len(r.Labels) > 0 {
				t.Errorf("%d labels are read, %v", len(r.Labels), err)
			}
			if err := d.Write(p, rhythms(map[string]int{"A": 10}), now); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("it is written, %v", err)
			}
			if after, err := os.Lstat(name); err != nil || after.Mode() != before.Mode() || after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()) {
				t.Errorf("it was %v and is %v, %v", before, after, err)
			}
		})
	}
}

func TestAReadOnlyFileStaysAsItIs(t *testing.T) {
	folder, p := t.TempDir(), bind(t, ticker)
	d := learned.New(folder)
	write(t, d, p, rhythms(map[string]int{"A": 10}))
	name := only(t, folder)
	if err := os.Chmod(name, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(p, rhythms(map[string]int{"A": 20}), now); err == nil || !strings.Contains(err.Error(), name) {
		t.Errorf("it is written, %v", err)
	}
	wants(t, d, p, map[string]int{"A": 10})
}

func TestWhereThereCanBeNoFolderNothingIsKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d, p := learned.New(filepath.Join(file, "learned")), bind(t, ticker)
	if _, err := d.Read(p, now); err == nil {
		t.Error("it can be read")
	}
	if err := d.Write(p, rhythms(map[string]int{"A": 10}), now); err == nil {
		t.Error("it can be written")
	}
}

func TestFilesThatAreNotUsedAreRemoved(t *testing.T) {
	folder, p := t.TempDir(), bind(t, ticker)
	d := learned.New(folder)
	put := func(name string, age time.Duration) {
		name = filepath.Join(folder, name)
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, now, now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 300 {
		put(fmt.Sprintf("x%03d.learned", i), time.Duration(i)*time.Minute)
	}
	put("old.learned", learned.Keep+time.Hour)
	put(".half.learned", 2*time.Hour)
	put("other.txt", 2*learned.Keep)
	d.Prune(now)
	files, _ := os.ReadDir(folder)
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
	}
	all := strings.Join(names, " ")
	for name, kept := range map[string]bool{"x000.learned": true, "x200.learned": true, "x299.learned": false, "old.learned": false, ".half.learned": false, "other.txt": true} {
		if strings.Contains(all, name) != kept {
			t.Errorf("%s is kept: %v", name, !kept)
		}
	}
	if len(names) > 257 {
		t.Errorf("%d files are left", len(names))
	}
	write(t, d, p, rhythms(map[string]int{"A": 10}))
	wants(t, d, p, map[string]int{"A": 10})
}
