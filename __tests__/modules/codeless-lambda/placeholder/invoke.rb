# frozen_string_literal: true

# Resolves a handler as AWS's Ruby runtime does and prints the outcome of each event, read from standard input.
#
# See https://github.com/aws/aws-lambda-ruby-runtime-interface-client, lib/aws_lambda_ric/lambda_handler.rb.

require 'json'

# Stands for the runtime: a method of the handler's file is called on an object of the runtime's.
class Runtime
  def initialize(handler)
    file, *@class_name, @method_name = handler.split('.')
    raise ArgumentError, handler if @class_name.length > 1

    require file
  end

  def outcome(event)
    options = { event: event, context: nil }
    receiver = @class_name.empty? ? self : Kernel.const_get(@class_name.first)
    { response: receiver.__send__(@method_name, **options) }
  rescue StandardError => e
    { errorType: e.class.name, errorMessage: e.message }
  end
end

$LOAD_PATH.unshift(Dir.pwd)
runtime = Runtime.new(ARGV.fetch(0))
puts JSON.generate(JSON.parse($stdin.read).map { |event| runtime.outcome(event) })
