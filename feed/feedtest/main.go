package feedtest

import (
	"flag"
	"testing"
)

// Main runs the tests of a package that wait most of the time: many at once, unless -parallel says how many. A TestMain calls it, and exits with what it returns.
func Main(m *testing.M) int {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "test.parallel" })
	if !given {
		if err := flag.Set("test.parallel", atOnce); err != nil {
			panic(err)
		}
	}
	return m.Run()
}
