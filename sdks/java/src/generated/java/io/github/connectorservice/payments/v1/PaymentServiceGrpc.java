package io.github.connectorservice.payments.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Takes payments. A processor's no is an answer with a FAILED operation; an error means that nothing was sent, or that
 * nobody knows (see ErrorReason).
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class PaymentServiceGrpc {

  private PaymentServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "payments.v1.PaymentService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.AuthorizePaymentRequest,
      io.github.connectorservice.payments.v1.AuthorizePaymentResponse> getAuthorizePaymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AuthorizePayment",
      requestType = io.github.connectorservice.payments.v1.AuthorizePaymentRequest.class,
      responseType = io.github.connectorservice.payments.v1.AuthorizePaymentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.AuthorizePaymentRequest,
      io.github.connectorservice.payments.v1.AuthorizePaymentResponse> getAuthorizePaymentMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.AuthorizePaymentRequest, io.github.connectorservice.payments.v1.AuthorizePaymentResponse> getAuthorizePaymentMethod;
    if ((getAuthorizePaymentMethod = PaymentServiceGrpc.getAuthorizePaymentMethod) == null) {
      synchronized (PaymentServiceGrpc.class) {
        if ((getAuthorizePaymentMethod = PaymentServiceGrpc.getAuthorizePaymentMethod) == null) {
          PaymentServiceGrpc.getAuthorizePaymentMethod = getAuthorizePaymentMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.AuthorizePaymentRequest, io.github.connectorservice.payments.v1.AuthorizePaymentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AuthorizePayment"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.AuthorizePaymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.AuthorizePaymentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentServiceMethodDescriptorSupplier("AuthorizePayment"))
              .build();
        }
      }
    }
    return getAuthorizePaymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.ResumePaymentRequest,
      io.github.connectorservice.payments.v1.ResumePaymentResponse> getResumePaymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ResumePayment",
      requestType = io.github.connectorservice.payments.v1.ResumePaymentRequest.class,
      responseType = io.github.connectorservice.payments.v1.ResumePaymentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.ResumePaymentRequest,
      io.github.connectorservice.payments.v1.ResumePaymentResponse> getResumePaymentMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.ResumePaymentRequest, io.github.connectorservice.payments.v1.ResumePaymentResponse> getResumePaymentMethod;
    if ((getResumePaymentMethod = PaymentServiceGrpc.getResumePaymentMethod) == null) {
      synchronized (PaymentServiceGrpc.class) {
        if ((getResumePaymentMethod = PaymentServiceGrpc.getResumePaymentMethod) == null) {
          PaymentServiceGrpc.getResumePaymentMethod = getResumePaymentMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.ResumePaymentRequest, io.github.connectorservice.payments.v1.ResumePaymentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ResumePayment"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.ResumePaymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.ResumePaymentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentServiceMethodDescriptorSupplier("ResumePayment"))
              .build();
        }
      }
    }
    return getResumePaymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.CapturePaymentRequest,
      io.github.connectorservice.payments.v1.CapturePaymentResponse> getCapturePaymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CapturePayment",
      requestType = io.github.connectorservice.payments.v1.CapturePaymentRequest.class,
      responseType = io.github.connectorservice.payments.v1.CapturePaymentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.CapturePaymentRequest,
      io.github.connectorservice.payments.v1.CapturePaymentResponse> getCapturePaymentMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.CapturePaymentRequest, io.github.connectorservice.payments.v1.CapturePaymentResponse> getCapturePaymentMethod;
    if ((getCapturePaymentMethod = PaymentServiceGrpc.getCapturePaymentMethod) == null) {
      synchronized (PaymentServiceGrpc.class) {
        if ((getCapturePaymentMethod = PaymentServiceGrpc.getCapturePaymentMethod) == null) {
          PaymentServiceGrpc.getCapturePaymentMethod = getCapturePaymentMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.CapturePaymentRequest, io.github.connectorservice.payments.v1.CapturePaymentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CapturePayment"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.CapturePaymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.CapturePaymentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentServiceMethodDescriptorSupplier("CapturePayment"))
              .build();
        }
      }
    }
    return getCapturePaymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.VoidPaymentRequest,
      io.github.connectorservice.payments.v1.VoidPaymentResponse> getVoidPaymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "VoidPayment",
      requestType = io.github.connectorservice.payments.v1.VoidPaymentRequest.class,
      responseType = io.github.connectorservice.payments.v1.VoidPaymentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.VoidPaymentRequest,
      io.github.connectorservice.payments.v1.VoidPaymentResponse> getVoidPaymentMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.VoidPaymentRequest, io.github.connectorservice.payments.v1.VoidPaymentResponse> getVoidPaymentMethod;
    if ((getVoidPaymentMethod = PaymentServiceGrpc.getVoidPaymentMethod) == null) {
      synchronized (PaymentServiceGrpc.class) {
        if ((getVoidPaymentMethod = PaymentServiceGrpc.getVoidPaymentMethod) == null) {
          PaymentServiceGrpc.getVoidPaymentMethod = getVoidPaymentMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.VoidPaymentRequest, io.github.connectorservice.payments.v1.VoidPaymentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "VoidPayment"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.VoidPaymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.VoidPaymentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentServiceMethodDescriptorSupplier("VoidPayment"))
              .build();
        }
      }
    }
    return getVoidPaymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.AdjustPaymentRequest,
      io.github.connectorservice.payments.v1.AdjustPaymentResponse> getAdjustPaymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AdjustPayment",
      requestType = io.github.connectorservice.payments.v1.AdjustPaymentRequest.class,
      responseType = io.github.connectorservice.payments.v1.AdjustPaymentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.AdjustPaymentRequest,
      io.github.connectorservice.payments.v1.AdjustPaymentResponse> getAdjustPaymentMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.AdjustPaymentRequest, io.github.connectorservice.payments.v1.AdjustPaymentResponse> getAdjustPaymentMethod;
    if ((getAdjustPaymentMethod = PaymentServiceGrpc.getAdjustPaymentMethod) == null) {
      synchronized (PaymentServiceGrpc.class) {
        if ((getAdjustPaymentMethod = PaymentServiceGrpc.getAdjustPaymentMethod) == null) {
          PaymentServiceGrpc.getAdjustPaymentMethod = getAdjustPaymentMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.AdjustPaymentRequest, io.github.connectorservice.payments.v1.AdjustPaymentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AdjustPayment"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.AdjustPaymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.AdjustPaymentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentServiceMethodDescriptorSupplier("AdjustPayment"))
              .build();
        }
      }
    }
    return getAdjustPaymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.ReversePaymentRequest,
      io.github.connectorservice.payments.v1.ReversePaymentResponse> getReversePaymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReversePayment",
      requestType = io.github.connectorservice.payments.v1.ReversePaymentRequest.class,
      responseType = io.github.connectorservice.payments.v1.ReversePaymentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.ReversePaymentRequest,
      io.github.connectorservice.payments.v1.ReversePaymentResponse> getReversePaymentMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.ReversePaymentRequest, io.github.connectorservice.payments.v1.ReversePaymentResponse> getReversePaymentMethod;
    if ((getReversePaymentMethod = PaymentServiceGrpc.getReversePaymentMethod) == null) {
      synchronized (PaymentServiceGrpc.class) {
        if ((getReversePaymentMethod = PaymentServiceGrpc.getReversePaymentMethod) == null) {
          PaymentServiceGrpc.getReversePaymentMethod = getReversePaymentMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.ReversePaymentRequest, io.github.connectorservice.payments.v1.ReversePaymentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReversePayment"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.ReversePaymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.ReversePaymentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentServiceMethodDescriptorSupplier("ReversePayment"))
              .build();
        }
      }
    }
    return getReversePaymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.GetPaymentRequest,
      io.github.connectorservice.payments.v1.GetPaymentResponse> getGetPaymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetPayment",
      requestType = io.github.connectorservice.payments.v1.GetPaymentRequest.class,
      responseType = io.github.connectorservice.payments.v1.GetPaymentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.GetPaymentRequest,
      io.github.connectorservice.payments.v1.GetPaymentResponse> getGetPaymentMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.GetPaymentRequest, io.github.connectorservice.payments.v1.GetPaymentResponse> getGetPaymentMethod;
    if ((getGetPaymentMethod = PaymentServiceGrpc.getGetPaymentMethod) == null) {
      synchronized (PaymentServiceGrpc.class) {
        if ((getGetPaymentMethod = PaymentServiceGrpc.getGetPaymentMethod) == null) {
          PaymentServiceGrpc.getGetPaymentMethod = getGetPaymentMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.GetPaymentRequest, io.github.connectorservice.payments.v1.GetPaymentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetPayment"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.GetPaymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.GetPaymentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentServiceMethodDescriptorSupplier("GetPayment"))
              .build();
        }
      }
    }
    return getGetPaymentMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static PaymentServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PaymentServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PaymentServiceStub>() {
        @java.lang.Override
        public PaymentServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PaymentServiceStub(channel, callOptions);
        }
      };
    return PaymentServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static PaymentServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PaymentServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PaymentServiceBlockingV2Stub>() {
        @java.lang.Override
        public PaymentServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PaymentServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return PaymentServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static PaymentServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PaymentServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PaymentServiceBlockingStub>() {
        @java.lang.Override
        public PaymentServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PaymentServiceBlockingStub(channel, callOptions);
        }
      };
    return PaymentServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static PaymentServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PaymentServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PaymentServiceFutureStub>() {
        @java.lang.Override
        public PaymentServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PaymentServiceFutureStub(channel, callOptions);
        }
      };
    return PaymentServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Takes payments. A processor's no is an answer with a FAILED operation; an error means that nothing was sent, or that
   * nobody knows (see ErrorReason).
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Asks for a payment. With CaptureMode AUTOMATIC the money is taken as well.
     * </pre>
     */
    default void authorizePayment(io.github.connectorservice.payments.v1.AuthorizePaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.AuthorizePaymentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAuthorizePaymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Finishes whatever `next_action` began, from what came back. Safe to call twice.
     * </pre>
     */
    default void resumePayment(io.github.connectorservice.payments.v1.ResumePaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.ResumePaymentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getResumePaymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Takes money that was authorized.
     * </pre>
     */
    default void capturePayment(io.github.connectorservice.payments.v1.CapturePaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.CapturePaymentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCapturePaymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives up an authorization.
     * </pre>
     */
    default void voidPayment(io.github.connectorservice.payments.v1.VoidPaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.VoidPaymentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getVoidPaymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes the authorized amount, or extends the authorization where the new total is the same.
     * </pre>
     */
    default void adjustPayment(io.github.connectorservice.payments.v1.AdjustPaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.AdjustPaymentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAdjustPaymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes sure that no money is held or taken: voids, or else refunds in full, and says which.
     * </pre>
     */
    default void reversePayment(io.github.connectorservice.payments.v1.ReversePaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.ReversePaymentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReversePaymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Looks a payment up, by its handle or by the call that made it.
     * </pre>
     */
    default void getPayment(io.github.connectorservice.payments.v1.GetPaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.GetPaymentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetPaymentMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service PaymentService.
   * <pre>
   * Takes payments. A processor's no is an answer with a FAILED operation; an error means that nothing was sent, or that
   * nobody knows (see ErrorReason).
   * </pre>
   */
  public static abstract class PaymentServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return PaymentServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service PaymentService.
   * <pre>
   * Takes payments. A processor's no is an answer with a FAILED operation; an error means that nothing was sent, or that
   * nobody knows (see ErrorReason).
   * </pre>
   */
  public static final class PaymentServiceStub
      extends io.grpc.stub.AbstractAsyncStub<PaymentServiceStub> {
    private PaymentServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PaymentServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PaymentServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Asks for a payment. With CaptureMode AUTOMATIC the money is taken as well.
     * </pre>
     */
    public void authorizePayment(io.github.connectorservice.payments.v1.AuthorizePaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.AuthorizePaymentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAuthorizePaymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Finishes whatever `next_action` began, from what came back. Safe to call twice.
     * </pre>
     */
    public void resumePayment(io.github.connectorservice.payments.v1.ResumePaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.ResumePaymentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getResumePaymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Takes money that was authorized.
     * </pre>
     */
    public void capturePayment(io.github.connectorservice.payments.v1.CapturePaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.CapturePaymentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCapturePaymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives up an authorization.
     * </pre>
     */
    public void voidPayment(io.github.connectorservice.payments.v1.VoidPaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.VoidPaymentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getVoidPaymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes the authorized amount, or extends the authorization where the new total is the same.
     * </pre>
     */
    public void adjustPayment(io.github.connectorservice.payments.v1.AdjustPaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.AdjustPaymentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAdjustPaymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes sure that no money is held or taken: voids, or else refunds in full, and says which.
     * </pre>
     */
    public void reversePayment(io.github.connectorservice.payments.v1.ReversePaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.ReversePaymentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReversePaymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Looks a payment up, by its handle or by the call that made it.
     * </pre>
     */
    public void getPayment(io.github.connectorservice.payments.v1.GetPaymentRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.GetPaymentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetPaymentMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service PaymentService.
   * <pre>
   * Takes payments. A processor's no is an answer with a FAILED operation; an error means that nothing was sent, or that
   * nobody knows (see ErrorReason).
   * </pre>
   */
  public static final class PaymentServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<PaymentServiceBlockingV2Stub> {
    private PaymentServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PaymentServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PaymentServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Asks for a payment. With CaptureMode AUTOMATIC the money is taken as well.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.AuthorizePaymentResponse authorizePayment(io.github.connectorservice.payments.v1.AuthorizePaymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getAuthorizePaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Finishes whatever `next_action` began, from what came back. Safe to call twice.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.ResumePaymentResponse resumePayment(io.github.connectorservice.payments.v1.ResumePaymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getResumePaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes money that was authorized.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.CapturePaymentResponse capturePayment(io.github.connectorservice.payments.v1.CapturePaymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCapturePaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives up an authorization.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.VoidPaymentResponse voidPayment(io.github.connectorservice.payments.v1.VoidPaymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getVoidPaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the authorized amount, or extends the authorization where the new total is the same.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.AdjustPaymentResponse adjustPayment(io.github.connectorservice.payments.v1.AdjustPaymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getAdjustPaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes sure that no money is held or taken: voids, or else refunds in full, and says which.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.ReversePaymentResponse reversePayment(io.github.connectorservice.payments.v1.ReversePaymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReversePaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Looks a payment up, by its handle or by the call that made it.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.GetPaymentResponse getPayment(io.github.connectorservice.payments.v1.GetPaymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetPaymentMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service PaymentService.
   * <pre>
   * Takes payments. A processor's no is an answer with a FAILED operation; an error means that nothing was sent, or that
   * nobody knows (see ErrorReason).
   * </pre>
   */
  public static final class PaymentServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<PaymentServiceBlockingStub> {
    private PaymentServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PaymentServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PaymentServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Asks for a payment. With CaptureMode AUTOMATIC the money is taken as well.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.AuthorizePaymentResponse authorizePayment(io.github.connectorservice.payments.v1.AuthorizePaymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAuthorizePaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Finishes whatever `next_action` began, from what came back. Safe to call twice.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.ResumePaymentResponse resumePayment(io.github.connectorservice.payments.v1.ResumePaymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getResumePaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes money that was authorized.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.CapturePaymentResponse capturePayment(io.github.connectorservice.payments.v1.CapturePaymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCapturePaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives up an authorization.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.VoidPaymentResponse voidPayment(io.github.connectorservice.payments.v1.VoidPaymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getVoidPaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the authorized amount, or extends the authorization where the new total is the same.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.AdjustPaymentResponse adjustPayment(io.github.connectorservice.payments.v1.AdjustPaymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAdjustPaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes sure that no money is held or taken: voids, or else refunds in full, and says which.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.ReversePaymentResponse reversePayment(io.github.connectorservice.payments.v1.ReversePaymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReversePaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Looks a payment up, by its handle or by the call that made it.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.GetPaymentResponse getPayment(io.github.connectorservice.payments.v1.GetPaymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetPaymentMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service PaymentService.
   * <pre>
   * Takes payments. A processor's no is an answer with a FAILED operation; an error means that nothing was sent, or that
   * nobody knows (see ErrorReason).
   * </pre>
   */
  public static final class PaymentServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<PaymentServiceFutureStub> {
    private PaymentServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PaymentServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PaymentServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Asks for a payment. With CaptureMode AUTOMATIC the money is taken as well.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.AuthorizePaymentResponse> authorizePayment(
        io.github.connectorservice.payments.v1.AuthorizePaymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAuthorizePaymentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Finishes whatever `next_action` began, from what came back. Safe to call twice.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.ResumePaymentResponse> resumePayment(
        io.github.connectorservice.payments.v1.ResumePaymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getResumePaymentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Takes money that was authorized.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.CapturePaymentResponse> capturePayment(
        io.github.connectorservice.payments.v1.CapturePaymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCapturePaymentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives up an authorization.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.VoidPaymentResponse> voidPayment(
        io.github.connectorservice.payments.v1.VoidPaymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getVoidPaymentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes the authorized amount, or extends the authorization where the new total is the same.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.AdjustPaymentResponse> adjustPayment(
        io.github.connectorservice.payments.v1.AdjustPaymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAdjustPaymentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes sure that no money is held or taken: voids, or else refunds in full, and says which.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.ReversePaymentResponse> reversePayment(
        io.github.connectorservice.payments.v1.ReversePaymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReversePaymentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Looks a payment up, by its handle or by the call that made it.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.GetPaymentResponse> getPayment(
        io.github.connectorservice.payments.v1.GetPaymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetPaymentMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_AUTHORIZE_PAYMENT = 0;
  private static final int METHODID_RESUME_PAYMENT = 1;
  private static final int METHODID_CAPTURE_PAYMENT = 2;
  private static final int METHODID_VOID_PAYMENT = 3;
  private static final int METHODID_ADJUST_PAYMENT = 4;
  private static final int METHODID_REVERSE_PAYMENT = 5;
  private static final int METHODID_GET_PAYMENT = 6;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_AUTHORIZE_PAYMENT:
          serviceImpl.authorizePayment((io.github.connectorservice.payments.v1.AuthorizePaymentRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.AuthorizePaymentResponse>) responseObserver);
          break;
        case METHODID_RESUME_PAYMENT:
          serviceImpl.resumePayment((io.github.connectorservice.payments.v1.ResumePaymentRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.ResumePaymentResponse>) responseObserver);
          break;
        case METHODID_CAPTURE_PAYMENT:
          serviceImpl.capturePayment((io.github.connectorservice.payments.v1.CapturePaymentRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.CapturePaymentResponse>) responseObserver);
          break;
        case METHODID_VOID_PAYMENT:
          serviceImpl.voidPayment((io.github.connectorservice.payments.v1.VoidPaymentRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.VoidPaymentResponse>) responseObserver);
          break;
        case METHODID_ADJUST_PAYMENT:
          serviceImpl.adjustPayment((io.github.connectorservice.payments.v1.AdjustPaymentRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.AdjustPaymentResponse>) responseObserver);
          break;
        case METHODID_REVERSE_PAYMENT:
          serviceImpl.reversePayment((io.github.connectorservice.payments.v1.ReversePaymentRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.ReversePaymentResponse>) responseObserver);
          break;
        case METHODID_GET_PAYMENT:
          serviceImpl.getPayment((io.github.connectorservice.payments.v1.GetPaymentRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.GetPaymentResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getAuthorizePaymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.AuthorizePaymentRequest,
              io.github.connectorservice.payments.v1.AuthorizePaymentResponse>(
                service, METHODID_AUTHORIZE_PAYMENT)))
        .addMethod(
          getResumePaymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.ResumePaymentRequest,
              io.github.connectorservice.payments.v1.ResumePaymentResponse>(
                service, METHODID_RESUME_PAYMENT)))
        .addMethod(
          getCapturePaymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.CapturePaymentRequest,
              io.github.connectorservice.payments.v1.CapturePaymentResponse>(
                service, METHODID_CAPTURE_PAYMENT)))
        .addMethod(
          getVoidPaymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.VoidPaymentRequest,
              io.github.connectorservice.payments.v1.VoidPaymentResponse>(
                service, METHODID_VOID_PAYMENT)))
        .addMethod(
          getAdjustPaymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.AdjustPaymentRequest,
              io.github.connectorservice.payments.v1.AdjustPaymentResponse>(
                service, METHODID_ADJUST_PAYMENT)))
        .addMethod(
          getReversePaymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.ReversePaymentRequest,
              io.github.connectorservice.payments.v1.ReversePaymentResponse>(
                service, METHODID_REVERSE_PAYMENT)))
        .addMethod(
          getGetPaymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.GetPaymentRequest,
              io.github.connectorservice.payments.v1.GetPaymentResponse>(
                service, METHODID_GET_PAYMENT)))
        .build();
  }

  private static abstract class PaymentServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    PaymentServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return io.github.connectorservice.payments.v1.PaymentServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("PaymentService");
    }
  }

  private static final class PaymentServiceFileDescriptorSupplier
      extends PaymentServiceBaseDescriptorSupplier {
    PaymentServiceFileDescriptorSupplier() {}
  }

  private static final class PaymentServiceMethodDescriptorSupplier
      extends PaymentServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    PaymentServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (PaymentServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new PaymentServiceFileDescriptorSupplier())
              .addMethod(getAuthorizePaymentMethod())
              .addMethod(getResumePaymentMethod())
              .addMethod(getCapturePaymentMethod())
              .addMethod(getVoidPaymentMethod())
              .addMethod(getAdjustPaymentMethod())
              .addMethod(getReversePaymentMethod())
              .addMethod(getGetPaymentMethod())
              .build();
        }
      }
    }
    return result;
  }
}
