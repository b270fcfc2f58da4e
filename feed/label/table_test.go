package label_test

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/freshness"
	"sockeye/feed/label"
	"sockeye/feed/message"
	"sockeye/feed/preset"
)

func table(t *testing.T, limit string) (*label.Table, *preset.Bound) {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte(`presets: {x: {url: "ws://127.0.0.1:1", limits: {labels: `+limit+`}, events: [{match: {s: "*"}, label: s, keep: [a*, x*]}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	p, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return label.New(p, new(event.Builder), freshness.New(p.First)), p
}

func TestLabelIsFoundByItsNameAgain(t *testing.T) {
	labels, p := table(t, "100")
	for range 3 {
		for want, name := range []string{"x", "a", "aa", "ab", "axb", "a" + strings.Repeat("é", 10)} {
			if n := labels.Find([]byte(name), &p.Events[0]); n != int32(want) || labels.At(n).Name != name {
				t.Errorf("%q is label %d, want %d", name, n, want)
			}
		}
	}
}

func TestLabelThatIsNotKeptOrTooManyIsCountedAndNotMade(t *testing.T) {
	labels, p := table(t, "2")
	for _, test := range []struct {
		name string
		want int32
	}{{"a1", 0}, {"b", event.NoLabel}, {"a2", 1}, {"a3", event.NoLabel}, {"a1", 0}} {
		if n := labels.Find([]byte(test.name), &p.Events[0]); n != test.want {
			t.Errorf("%s is label %d, want %d", test.name, n, test.want)
		}
	}
	if labels.Len() != 2 || labels.Untracked != 2 {
		t.Errorf("%d labels and %d left out, want 2 and 2", labels.Len(), labels.Untracked)
	}
}

func TestNameThatIsTooLongIsCut(t *testing.T) {
	labels, p := table(t, "10")
	long := "a" + strings.Repeat("x", 2*message.MaxLabel)
	for range 2 {
		if n := labels.Find([]byte(long), &p.Events[0]); n != 0 || len(labels.At(0).Name) > message.MaxLabel {
			t.Errorf("label %d of %d bytes", n, len(labels.At(0).Name))
		}
	}
}

func TestSealedLabelsAreSharedUntilOneChanges(t *testing.T) {
	labels, _ := table(t, "10")
	now := time.Unix(1772366400, 0)
	n := labels.Add("a", event.Off)
	first, again := labels.Seal(), labels.Seal()
	labels.Move(now, n, event.Live, "")
	changed := labels.Seal()
	if !first.Same(again) || first.Same(changed) || first.At(0).State != event.Off || changed.At(0).State != event.Live || changed.At(0).Since != now {
		t.Errorf("%+v, then %+v", first.At(0), changed.At(0))
	}
	if labels.Count(event.Off) != 0 || labels.Count(event.Live) != 1 {
		t.Errorf("%d are off and %d live", labels.Count(event.Off), labels.Count(event.Live))
	}
}
