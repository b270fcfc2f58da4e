package recording

// RetryAtOnce has what could not be written tried again with what comes next. It is for processes of tests.
func RetryAtOnce() { retryEvery = 0 }
