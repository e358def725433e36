"""What is said and asked: 话术, questions, texts of lists."""
